package io.milvusops.soak;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A resource that tells a reason, in a history made by hand, for the tests of {@link Explanation}.
 *
 * @param before what was planted before it
 * @param now how long after its status was written somebody looks
 */
record Told(Consumer<Planted> before, String metadata, String spec, World world, long now) {

    static final String DELETING = ", deletionTimestamp: now";

    /** One whose partition is there. */
    static final Told PLAIN = new Told(planted -> {}, "", "", there(Planted.ID), 0);

    static World there(long id) {
        return collections(Map.of("book", Map.of("novel", id)));
    }

    static World collections(Map<String, Map<String, Long>> collections) {
        return new World(collections, Map.of(), Set.of(), Map.of());
    }

    static Told annotated(String annotation, String value) {
        return PLAIN.marked(", annotations: {milvusops.io/" + annotation + ": '" + value + "'}");
    }

    static Told specified(String more) {
        return new Told(PLAIN.before, PLAIN.metadata, more, PLAIN.world, PLAIN.now);
    }

    Told marked(String more) {
        return new Told(before, more, spec, world, now);
    }

    Told with(String more) {
        return new Told(before, metadata, spec + more, world, now);
    }

    Told after(Consumer<Planted> plant) {
        return new Told(plant, metadata, spec, world, now);
    }

    Told in(World other) {
        return new Told(before, metadata, spec, other, now);
    }

    Told at(long moment) {
        return new Told(before, metadata, spec, world, moment);
    }

    /** What is left open when its status tells that reason. */
    Optional<String> gap(String ready, String reason) {
        return explanation(ready, reason, "").gap();
    }

    Optional<String> gapAtRest(String ready, String reason) {
        return explanation(ready, reason, ", {type: DropBlocked, status: 'True'}")
                .gapAtRest();
    }

    private Explanation explanation(String ready, String reason, String condition) {
        Planted planted = new Planted();
        before.accept(planted);
        Version version = planted.version(
                0,
                "a",
                metadata,
                spec,
                Planted.bound("a", Planted.ID) + ", conditions: [{type: Ready, status: '" + ready + "', reason: '"
                        + reason + "'}" + condition + "]");
        return new Explanation(planted.situation(world, now), version);
    }
}
