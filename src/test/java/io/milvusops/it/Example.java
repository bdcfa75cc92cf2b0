package io.milvusops.it;

import io.milvusops.servers.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder of examples as its reader uses it: with the commands of its README, and nothing changed but the uri. */
final class Example {

    private static final Pattern URI = Pattern.compile("(?m)^  uri: .*$");
    private static final String INDENT = "    kubectl ";

    private final List<String> commands;
    private final Kubectl kubectl;
    private final Set<String> typed = new HashSet<>();

    private Example(List<String> commands, Kubectl kubectl) {
        this.commands = commands;
        this.kubectl = kubectl;
    }

    /**
     * Copies the folder, with that uri.
     *
     * @param project where the folder {@code examples} is
     * @param copy where it is to be, too
     */
    static Example copy(Path project, Path copy, String folder, String uri, Kubectl kubectl) throws IOException {
        Path from = project.resolve("examples").resolve(folder);
        Path to = copy.resolve("examples").resolve(folder);
        for (Path file : files(from)) {
            String changed = URI.matcher(Files.readString(file)).replaceAll("  uri: " + uri);
            Path target = to.resolve(from.relativize(file));
            Files.createDirectories(target.getParent());
            Files.writeString(target, changed);
        }
        List<String> commands = Files.readAllLines(from.resolve("README.md")).stream()
                .filter(line -> line.startsWith(INDENT))
                .map(String::strip)
                .toList();
        return new Example(commands, kubectl.in(copy));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Types the README's only command with that verb, or more of it, and returns what it printed. */
    String type(String verb) {
        Pattern wanted = Pattern.compile("kubectl (-n \\S+ )?" + verb + "\\b.*");
        List<String> found = commands.stream()
                .filter(command -> wanted.matcher(command).matches())
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(verb + " is not one command of the README: " + found);
        }
        typed.addAll(found);
        return kubectl.type(found.get(0));
    }

    /**
     * What both comparisons of the desired with the live resources find, of everything that was applied so far and is
     * to be as in its files: the three-way one with the last applied configuration, and the dry run of a server-side
     * apply.
     */
    String differences() {
        return typed.stream()
                .filter(command -> command.contains(" apply "))
                .map(command -> command.replace(" apply ", " diff "))
                .flatMap(command -> Stream.of(
                        command, command + " --server-side --force-conflicts --field-manager=argocd-controller"))
                .map(kubectl::type)
                .collect(Collectors.joining());
    }

    /** What the README says and nobody tried. */
    List<String> untried() {
        return commands.stream().filter(command -> !typed.contains(command)).toList();
    }
}
