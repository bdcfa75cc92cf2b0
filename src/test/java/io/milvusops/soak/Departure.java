package io.milvusops.soak;

import java.util.List;

/** How the users leave: nothing they have asked for holds their resources any more. */
final class Departure {

    private Departure() {}

    static void of(Users users, Place place, String name, Situation situation) {
        boolean there = situation.resources().stream()
                .anyMatch(version -> version.key().equals(place.namespace() + "/" + name));
        if (there) {
            users.annotate(place, name, "paused", "false");
            users.spec(place, name, "\"dropGuard\":null");
            users.delete(place, name);
        }
    }

    /** Accepts what has taken the place of a partition that is to be dropped. */
    static void acceptAll(Users users, List<Place> places, Situation situation) {
        for (Version version : situation.resources()) {
            if (version.reason().equals("PartitionReplaced")) {
                places.stream()
                        .filter(place -> place.namespace().equals(version.namespace()))
                        .forEach(place -> accept(users, place, version, situation));
            }
        }
    }

    private static void accept(Users users, Place place, Version version, Situation situation) {
        situation
                .world(version)
                .flatMap(world -> world.find(version.collection(), version.partition()))
                .map(String::valueOf)
                .filter(id -> !version.annotation("accept-replacement").equals(id))
                .ifPresent(id -> users.annotate(
                        place, version.key().substring(version.key().indexOf('/') + 1), "accept-replacement", id));
    }
}
