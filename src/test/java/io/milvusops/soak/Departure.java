package io.milvusops.soak;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the users leave: nothing they have asked for holds their resources any more. */
final class Departure {

    private static final Pattern ACCEPTANCE = Pattern.compile("accept-replacement: \"(\\d+)\"");

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

    /** Accepts, as the message says, what has taken the place of a partition that is to be dropped. */
    static void acceptAll(Users users, List<Place> places, Situation situation) {
        for (Version version : situation.resources()) {
            Matcher asked = ACCEPTANCE.matcher(
                    version.condition("Ready").path("message").asText());
            if (asked.find() && !version.annotation("accept-replacement").equals(asked.group(1))) {
                places.stream()
                        .filter(place -> place.namespace().equals(version.namespace()))
                        .forEach(place -> users.annotate(place, version.name(), "accept-replacement", asked.group(1)));
            }
        }
    }
}
