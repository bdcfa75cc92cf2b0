-- Any value but "false" pauses, as for the operator.
local paused = obj.metadata.annotations ~= nil and obj.metadata.annotations["milvusops.io/paused"]
if paused and paused ~= "false" then
  return { status = "Suspended", message = "paused: nothing is written to this server" }
end

-- A status about an earlier generation, or none yet, says nothing about what is wanted now.
if obj.status == nil or obj.status.conditions == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return { status = "Progressing", message = "waiting for the operator to look at this resource" }
end

local conditions = {}
for _, condition in ipairs(obj.status.conditions) do
  conditions[condition.type] = condition
end
local ready = conditions["Ready"]
local stalled = conditions["Stalled"]

if ready == nil then
  return { status = "Progressing", message = "waiting for the operator to look at this resource" }
elseif stalled ~= nil and stalled.status == "True" then
  return { status = "Degraded", message = stalled.message }
elseif ready.status == "True" then
  return { status = "Healthy", message = ready.message }
end
return { status = "Progressing", message = ready.message }
