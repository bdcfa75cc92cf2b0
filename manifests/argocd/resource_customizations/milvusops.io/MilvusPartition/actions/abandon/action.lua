-- On a live resource it would lie in wait until somebody deletes it.
if obj.metadata.deletionTimestamp == nil then
  error("only a resource that is being deleted can be abandoned", 0)
end
if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["milvusops.io/abandon"] = "true"
return obj
