package io.milvusops.partition;

/**
 * Where the partition is that a resource has recorded, as far as it was seen. Who names another place wants another
 * partition: a collection that was renamed leaves its name to the next one, and everybody who names that. What a
 * finished order has done away with is nowhere any more.
 *
 * @param seen what is known of the recorded collection, or of the one in which a creation is sought
 */
public record Whereabouts(Memory memory, Access access, Observation seen) {

    /** Whether the recorded partition may be in the collection of that address. */
    public boolean mayBeIn(CollectionAddress collection) {
        if (memory.current().isEmpty()) {
            return true;
        }
        long recorded = memory.current().get().incarnation().collectionId();
        if (seen instanceof Observation.Elsewhere elsewhere && elsewhere.collectionId() == recorded) {
            return collection.equals(elsewhere.found());
        }
        if (seen instanceof Observation.Listed listed) {
            Snapshot snapshot = listed.snapshot();
            return snapshot.collection().id() == recorded
                    ? collection.equals(named(snapshot))
                    : !Endpoints.changed(access, memory) && !collection.equals(snapshot.address());
        }
        // A name at another server says nothing of what was recorded at the former one.
        return !Endpoints.changed(access, memory);
    }

    /** Whether the recorded partition was seen in the collection of that address. */
    public boolean isIn(CollectionAddress collection) {
        boolean listed = memory.current()
                .map(bound -> bound.incarnation().collectionId())
                .filter(recorded -> seen instanceof Observation.Listed there
                        && there.snapshot().collection().id() == recorded)
                .isPresent();
        return memory.current().isEmpty() || (listed && mayBeIn(collection));
    }

    /** The address by the collection's own name: nobody is served under an alias. */
    private static CollectionAddress named(Snapshot snapshot) {
        CollectionAddress asked = snapshot.address();
        return new CollectionAddress(
                asked.endpoint(), asked.database(), snapshot.collection().realName());
    }
}
