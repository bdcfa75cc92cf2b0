if obj.metadata.annotations ~= nil then
  obj.metadata.annotations["milvusops.io/paused"] = nil
end
return obj
