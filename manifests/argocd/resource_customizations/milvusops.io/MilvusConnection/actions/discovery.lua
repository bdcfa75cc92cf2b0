local annotations = obj.metadata.annotations or {}
-- Any value but "false" pauses, as for the operator.
local paused = annotations["milvusops.io/paused"] ~= nil and annotations["milvusops.io/paused"] ~= "false"

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
