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

-- Held back on purpose, by a pause, by spec.dropGuard or by the connection's dropBudget: the message names what lets it
-- go on.
local held = {
  Paused = true,
  ConfirmationRequired = true,
  DelayPending = true,
  BudgetExhausted = true,
  PartitionLoaded = true,
}

if ready == nil then
  return { status = "Progressing", message = "waiting for the operator to look at this resource" }
elseif held[ready.reason] then
  return { status = "Suspended", message = ready.message }
elseif stalled ~= nil and stalled.status == "True" then
  return { status = "Degraded", message = stalled.message }
elseif ready.status == "True" then
  return { status = "Healthy", message = ready.message }
end
return { status = "Progressing", message = ready.message }
