package io.milvusops.milvus;

import java.util.regex.Pattern;

/** Text of servers and libraries, made fit for a condition: one short line. */
final class ShownText {

    private static final int LONGEST = 300;
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
        if (clean.length() <= LONGEST) {
            return clean;
        }
        int end = LONGEST - 3;
        // Half of a character outside of the basic plane would be refused by the API server.
        if (Character.isHighSurrogate(clean.charAt(end - 1))) {
            end--;
        }
        return clean.substring(0, end) + "...";
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
