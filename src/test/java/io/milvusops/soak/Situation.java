package io.milvusops.soak;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything there is at one moment of calm, and what of its past matters still. */
record Situation(List<Version> resources, Map<String, Terms> connections, Map<String, World> worlds, Past past) {

    Terms terms(Version resource) {
        return connections.getOrDefault(resource.connection(), Terms.NONE);
    }

    Optional<World> world(Version resource) {
        return Optional.ofNullable(worlds.get(terms(resource).uri()));
    }

    Optional<World> world(String endpoint) {
        return Optional.ofNullable(worlds.get(endpoint));
    }

    /** The other live resources that want the same partition present, by name or by what they have recorded. */
    List<Version> rivals(Version resource) {
        return resources.stream()
                .filter(other -> !other.uid().equals(resource.uid()) && other.wantsPresent())
                .filter(other -> sameName(other, resource)
                        || (other.bound().isPresent() && other.bound().equals(resource.bound())))
                .toList();
    }

    private boolean sameName(Version one, Version other) {
        return one.collection().equals(other.collection())
                && one.partition().equals(other.partition())
                && terms(one).uri().equals(terms(other).uri());
    }
}
