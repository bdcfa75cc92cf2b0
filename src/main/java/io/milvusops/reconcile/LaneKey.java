package io.milvusops.reconcile;

import io.milvusops.api.ConnectionKey;
import io.milvusops.partition.CollectionAddress;

/**
 * Whose view of a collection: two connections to one server have logins of their own, and what one of them is refused
 * says nothing about the other.
 */
record LaneKey(ConnectionKey connection, CollectionAddress collection) {}
