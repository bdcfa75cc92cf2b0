-- A disabled action can still be run by name: without another partition under the name there is nothing to accept.
local status = obj.status or {}
local replaced = false
for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "Ready" and (condition.reason == "PartitionReplaced" or condition.reason == "Reappeared") then
    replaced = status.observedGeneration == obj.metadata.generation
  end
end
if not replaced or status.replacementPartitionID == nil then
  error("no other partition under this name waits to be accepted", 0)
end

if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["milvusops.io/accept-replacement"] = status.replacementPartitionID
return obj
