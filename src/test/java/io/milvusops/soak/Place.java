package io.milvusops.soak;

import io.milvusops.fake.FakeMilvus;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A namespace with the server that its connections lead to. */
record Place(String namespace, FakeMilvus milvus) {

    static final String DATABASE = "default";

    /** Both lead to the same server, while nobody moves the second one. */
    static final List<String> CONNECTIONS = List.of("default", "second");

    /** Two collections, the name that one of them has when it was renamed, and an alias. */
    static final List<String> COLLECTIONS = List.of("book", "film", "book_moved", "alias");

    String resource(int slot) {
        return "r" + slot;
    }

    static String collection(Act.Target target) {
        return COLLECTIONS.get(target.collection());
    }

    static String partition(Act.Target target) {
        return "p" + target.partition();
    }

    World world() {
        Map<String, Map<String, Long>> layout = milvus.world().layout(DATABASE);
        Set<Long> loaded = new HashSet<>();
        layout.forEach((collection, partitions) -> partitions.forEach((partition, id) -> {
            if (isLoaded(collection, partition)) {
                loaded.add(id);
            }
        }));
        return new World(layout, milvus.world().aliases(DATABASE), loaded, Map.of());
    }

    private boolean isLoaded(String collection, String partition) {
        try {
            return milvus.world().isLoaded(DATABASE, collection, partition);
        } catch (IllegalArgumentException goneMeanwhile) {
            return false;
        }
    }
}
