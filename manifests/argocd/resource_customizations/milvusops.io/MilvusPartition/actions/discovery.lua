local annotations = obj.metadata.annotations or {}
local status = obj.status or {}
local order = status.drop or {}

-- What the operator says about the resource as it is now; nothing while it says something about an earlier one.
local reason = nil
if status.observedGeneration == obj.metadata.generation then
  for _, condition in ipairs(status.conditions or {}) do
    if condition.type == "Ready" then
      reason = condition.reason
    end
  end
end

-- Any value but "false" pauses, as for the operator.
local paused = annotations["milvusops.io/paused"] ~= nil and annotations["milvusops.io/paused"] ~= "false"
local deleting = obj.metadata.deletionTimestamp ~= nil
local replaced = reason == "PartitionReplaced" or reason == "Reappeared"

local actions = {}
actions["confirm-drop"] = {
  ["displayName"] = "Confirm Drop (deletes the data for good)",
  ["iconClass"] = "fa fa-fw fa-trash",
  ["disabled"] = not (reason == "ConfirmationRequired" and order.partitionID ~= nil and order.generation ~= nil),
}
actions["accept-replacement"] = {
  ["displayName"] = "Accept Replacement",
  ["iconClass"] = "fa fa-fw fa-check",
  ["disabled"] = not (replaced and status.replacementPartitionID ~= nil),
}
actions["abandon"] = {
  ["displayName"] = "Abandon (keeps the data)",
  ["iconClass"] = "fa fa-fw fa-unlink",
  ["disabled"] = not deleting or annotations["milvusops.io/abandon"] == "true",
}
actions["pause"] = {
  ["iconClass"] = "fa fa-fw fa-pause",
  ["disabled"] = paused,
}
actions["resume"] = {
  ["iconClass"] = "fa fa-fw fa-play",
  ["disabled"] = not paused,
}
actions["reconcile"] = {
  ["iconClass"] = "fa fa-fw fa-sync",
}
return actions
