-- A disabled action can still be run by name: without a drop that waits there is nothing to confirm.
local status = obj.status or {}
local order = status.drop or {}
local waits = false
for _, condition in ipairs(status.conditions or {}) do
  if condition.type == "Ready" and condition.reason == "ConfirmationRequired" then
    waits = status.observedGeneration == obj.metadata.generation
  end
end
if not waits or order.partitionID == nil or order.generation == nil then
  error("no drop of this partition waits for a confirmation", 0)
end

-- Bound to the partition and to the order: it confirms no other one, now or later.
if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["milvusops.io/confirm-drop"] = order.partitionID .. "." .. tostring(order.generation)
return obj
