package io.milvusops.ops;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The operator's own settings.
 *
 * @param watchNamespaces empty for all
 * @param httpPort of health and metrics; 0 for any free one
 * @param shutdownGrace how long work under way may take to end
 */
public record Settings(Set<String> watchNamespaces, int httpPort, int reconcileThreads, Duration shutdownGrace) {

    private static final String PREFIX = "MILVUSOPS_";
    private static final String WATCH_NAMESPACES = PREFIX + "WATCH_NAMESPACES";
    private static final String HTTP_PORT = PREFIX + "HTTP_PORT";
    private static final String RECONCILE_THREADS = PREFIX + "RECONCILE_THREADS";
    private static final String SHUTDOWN_GRACE_SECONDS = PREFIX + "SHUTDOWN_GRACE_SECONDS";
    private static final String LOG_LEVEL = PREFIX + "LOG_LEVEL";
    private static final List<String> LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG");
    private static final Set<String> KNOWN =
            Set.of(WATCH_NAMESPACES, HTTP_PORT, RECONCILE_THREADS, SHUTDOWN_GRACE_SECONDS, LOG_LEVEL);

    /**
     * Reads the environment.
     *
     * @throws SettingsException with every problem, each naming the variable and what is allowed
     */
    public static Settings read(Map<String, String> environment) throws SettingsException {
        List<String> problems = new ArrayList<>();
        environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !KNOWN.contains(name))
                .sorted()
                .forEach(name -> problems.add(name + " is not known; known are " + new TreeSet<>(KNOWN)));
        String level = environment.getOrDefault(LOG_LEVEL, "INFO");
        if (!LEVELS.contains(level)) {
            problems.add(LOG_LEVEL + " is \"" + level + "\"; allowed are " + LEVELS);
        }
        Settings settings = new Settings(
                namespaces(environment.getOrDefault(WATCH_NAMESPACES, ""), problems),
                number(environment, HTTP_PORT, 8080, 0, 65_535, problems),
                number(environment, RECONCILE_THREADS, 8, 1, 64, problems),
                Duration.ofSeconds(number(environment, SHUTDOWN_GRACE_SECONDS, 20, 1, 600, problems)));
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return settings;
    }

    private static Set<String> namespaces(String text, List<String> problems) {
        Set<String> names = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        names.stream()
                .filter(name -> !name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"))
                .sorted()
                .forEach(name -> problems.add(WATCH_NAMESPACES + " has \"" + name
                        + "\"; allowed are names of namespaces, separated by commas"));
        return names;
    }

    private static int number(
            Map<String, String> environment, String name, int unset, int least, int most, List<String> problems) {
        String text = environment.getOrDefault(name, Integer.toString(unset));
        if (text.matches("[0-9]{1,6}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        problems.add(name + " is \"" + text + "\"; allowed are whole numbers from " + least + " to " + most);
        return unset;
    }
}
