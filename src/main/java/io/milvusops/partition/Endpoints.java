package io.milvusops.partition;

import java.util.Optional;
import java.util.stream.Stream;

/** The rule about connections that lead elsewhere: absent is only what the recorded server says. */
final class Endpoints {

    private Endpoints() {}

    /** Whether the connection points elsewhere than the binding, and nobody accepted that. */
    static boolean changed(Situation situation) {
        return changed(situation.access(), situation.memory());
    }

    static boolean changed(Access access, Memory memory) {
        return access instanceof Access.Granted granted
                && granted.change() != Access.Change.ACCEPTED
                && former(granted, memory).isPresent();
    }

    /** Whether a user accepted that the connection points elsewhere than where the partition was recorded. */
    static boolean left(Situation situation) {
        return situation.access() instanceof Access.Granted granted
                && granted.change() == Access.Change.ACCEPTED
                && former(granted, situation.memory()).isPresent();
    }

    /** What is said of a partition at a server that is not asked any more: by its name, as clients call it. */
    static String leftBehind(Situation situation) {
        PartitionAddress named = situation.wish().address();
        String collection = situation
                .memory()
                .binding()
                .map(Binding::collectionName)
                .orElse(named.collection().collection());
        return "the recorded partition " + named.partition() + " in "
                + named.collection().database() + "/" + collection + " was at "
                + former((Access.Granted) situation.access(), situation.memory())
                        .orElse("")
                + ", where the connection no longer points; "
                + (situation.memory().attempted()
                        ? "a drop was sent there before, and nobody knows what it did"
                        : "what is there is left as it is");
    }

    /**
     * The address of what is remembered that is not the one where the connection points: a creation that was intended may
     * have happened at the server of its intent, and nowhere else.
     */
    private static Optional<String> former(Access.Granted granted, Memory memory) {
        return Stream.of(
                        memory.openIntent().map(Intent::endpoint),
                        memory.current().map(Binding::endpoint))
                .flatMap(Optional::stream)
                .filter(endpoint -> !endpoint.equals(granted.endpoint()))
                .findFirst();
    }

    /** What is remembered of a partition that was seen by its ids where the connection points now, which it allows. */
    static Memory seenHere(Situation situation, Memory memory) {
        return memory.at(((Access.Granted) situation.access()).endpoint());
    }

    /**
     * Whether a finished order was fulfilled elsewhere, and nobody accepted the new address: what has the name there is
     * not what came after it.
     */
    static boolean finishedElsewhere(Situation situation) {
        return situation.access() instanceof Access.Granted granted
                && granted.change() != Access.Change.ACCEPTED
                && situation
                        .memory()
                        .binding()
                        .filter(bound -> !bound.endpoint().equals(granted.endpoint()))
                        .isPresent();
    }

    static Plan held(Situation situation, Memory memory) {
        Access.Granted granted = (Access.Granted) situation.access();
        String former = former(granted, situation.memory())
                .or(() -> situation.memory().binding().map(Binding::endpoint))
                .orElse("");
        String remark =
                granted.change() == Access.Change.OTHER_ACCEPTED ? "; that annotation has another value now" : "";
        return Plan.of(
                Reason.ENDPOINT_CHANGED,
                "the connection no longer points to " + former
                        + ", and the recorded partition is not where it points now; restore spec.uri, or accept the"
                        + " new one with the annotation milvusops.io/accept-endpoint: \"" + granted.endpoint()
                        + "\" on the connection" + remark,
                memory,
                new Step.Rest());
    }
}
