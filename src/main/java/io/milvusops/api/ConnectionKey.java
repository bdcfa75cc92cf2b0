package io.milvusops.api;

/** Where a connection is: what a reference means once the defaults are filled in. */
public record ConnectionKey(String namespace, String name) {}
