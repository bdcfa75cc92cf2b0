local annotations = obj.metadata.annotations or {}
local paused = annotations["milvusops.io/paused"] == "true"

local actions = {}
actions["pause"] = {
  ["displayName"] = "Pause (every write to this server)",
  ["iconClass"] = "fa fa-fw fa-pause",
  ["disabled"] = paused,
}
actions["resume"] = {
  ["iconClass"] = "fa fa-fw fa-play",
  ["disabled"] = not paused,
}
return actions
