package io.milvusops.partition;

import java.util.Map;

/**
 * One answer of the coordinator to "show the partitions": complete, or the call failed; there is no partial listing.
 *
 * @param fingerprint the id of the collection's default partition, which cannot be dropped and so identifies the
 *     collection
 * @param partitions every partition but the default one, by name
 */
public record Listing(long fingerprint, Map<String, Entry> partitions) {

    public Listing {
        partitions = Map.copyOf(partitions);
    }

    /** The newest creation time shown, 0 when there is no partition but the default one. */
    public long newestCreation() {
        return partitions.values().stream().mapToLong(Entry::createdAt).max().orElse(0);
    }
}
