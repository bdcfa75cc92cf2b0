package io.milvusops.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commands of a document, lines such as {@code $ kubectl ...}, each with what the document says it prints. */
final class Transcript {

    private static final String PROMPT = "$ ";
    private static final String SHORTENED = "...";

    private final Map<String, List<String>> printed = new LinkedHashMap<>();

    private Transcript() {}

    static Transcript read(Path document) throws IOException {
        Transcript transcript = new Transcript();
        List<String> output = new ArrayList<>();
        boolean code = false;
        for (String line : Files.readAllLines(document)) {
            if (line.startsWith("```")) {
                code = !code;
                output = new ArrayList<>();
            } else if (code && line.startsWith(PROMPT)) {
                output = new ArrayList<>();
                transcript.printed.put(line.substring(PROMPT.length()).strip(), output);
            } else if (!line.isBlank() && !line.equals(SHORTENED)) {
                output.add(words(line));
            }
        }
        return transcript;
    }

    /** The lines that the document shows below that command, with single blanks; the command must be there. */
    List<String> below(String command) {
        List<String> lines = printed.get(command);
        if (lines == null) {
            throw new IllegalArgumentException("the document does not show " + command);
        }
        return List.copyOf(lines);
    }

    /** What was really printed, in the same form. */
    static List<String> lines(String output) {
        return output.lines().map(Transcript::words).toList();
    }

    private static String words(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }
}
