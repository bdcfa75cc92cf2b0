if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["milvusops.io/paused"] = "true"
return obj
