package io.milvusops.milvus;

import io.milvusops.partition.Excerpt;
import java.util.regex.Pattern;

/** Text of servers and libraries, made fit for a condition: one short line. */
final class ShownText {

    private static final Excerpt SHOWN = new Excerpt(300);
    private static final int DEEPEST = 20;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");

    private ShownText() {}

    /** The first line that is not blank, at most 300 characters: what follows it is a stack trace. */
    static String of(String text) {
        String line = text.lines()
                .filter(candidate -> !candidate.isBlank())
                .findFirst()
                .orElse("");
        String clean = UNPRINTABLE.matcher(line).replaceAll(" ").strip();
        return SHOWN.beginning(clean);
    }

    /** The cause at the end of the chain: the outer ones of gRPC only say "io exception". */
    static Throwable deepestCause(Throwable failure) {
        Throwable deepest = failure;
        // A bound, because nothing forbids a chain that bites its tail.
        for (int depth = 0; depth < DEEPEST; depth++) {
            Throwable cause = deepest.getCause();
            if (cause == null) {
                break;
            }
            deepest = cause;
        }
        return deepest;
    }
}
