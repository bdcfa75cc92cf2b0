package io.milvusops.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The users' own tool, typed in a directory, with the rights of a kubeconfig. */
public final class Kubectl {
    private final Path binary;
    private final Path kubeconfig;
    private final Path directory;

    Kubectl(Path binary, Path kubeconfig, Path directory) {
        this.binary = binary;
        this.kubeconfig = kubeconfig;
        this.directory = directory;
    }

    /** The same tool where relative paths begin elsewhere. */
    public Kubectl in(Path otherDirectory) {
        return new Kubectl(binary, kubeconfig, otherDirectory);
    }

    /** What it prints, warnings included. Throws IllegalStateException, with all of that, when it fails. */
    public String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of(arguments));
        return print(command);
    }

    /** As {@link #run}, for a line as a user types it into a shell: {@code kubectl ...}. */
    public String type(String line) {
        return print(List.of("sh", "-c", line));
    }

    private String print(List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("KUBECONFIG", kubeconfig.toString());
        environment.put("PATH", binary.getParent() + ":" + environment.get("PATH"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + "\n" + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new TestServersException("kubectl could not be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestServersException("interrupted while kubectl ran", e);
        }
    }
}
