package io.milvusops.partition;

import java.util.Optional;

/** The rule about another partition under the recorded name: a user's annotation accepts exactly the one that it names. */
final class Acceptance {

    private static final String ANNOTATION = "milvusops.io/accept-replacement: \"";

    private Acceptance() {}

    static boolean covers(Situation situation, Entry entry) {
        return situation.wish().accepted().equals(Optional.of(id(entry)));
    }

    /** The annotation that accepts it. */
    static String asked(Entry entry) {
        return "the annotation " + ANNOTATION + id(entry) + "\"";
    }

    /** Whoever wrote another value waits for nothing, so that it is said. */
    static String remark(Situation situation) {
        return situation.wish().accepted().isPresent() ? "; that annotation has another value now" : "";
    }

    private static String id(Entry entry) {
        return Long.toString(entry.id());
    }
}
