package io.milvusops.ops;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One reading of an environment. Collects problems instead of stopping at the first. */
final class SettingsReader {

    private static final Set<String> KNOWN =
            Stream.of(Setting.values()).map(Setting::variable).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern OBJECT = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Duration LEAST_GRACE = Duration.ofSeconds(1);
    private static final Duration MOST_GRACE = Duration.ofMinutes(10);
    private static final Duration LEAST_LEASE = Duration.ofSeconds(5);
    private static final Duration MOST_LEASE = Duration.ofMinutes(10);
    private static final Duration LEAST_RETRY = Duration.ofMillis(100);

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(Map<String, String> environment) {
        this.environment = environment;
    }

    Settings read() {
        Set<String> namespaces = namespaces();
        int port = number(Setting.HTTP_PORT, 0, 65_535);
        int threads = number(Setting.RECONCILE_THREADS, 1, 64);
        Duration grace = duration(Setting.SHUTDOWN_GRACE, LEAST_GRACE, MOST_GRACE);
        Optional<ElectionRules> election = election();
        String level = level();
        refuseUnknown();
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new Settings(namespaces, port, threads, grace, election, level);
    }

    private Set<String> namespaces() {
        String text = value(Setting.WATCH_NAMESPACES);
        Set<String> names = new LinkedHashSet<>();
        if (text.isEmpty()) {
            return names;
        }
        // The limit keeps trailing blanks: a comma too many is likelier a lost name than a wish.
        for (String part : text.split(",", -1)) {
            names.add(part.strip());
        }
        if (!names.stream().allMatch(name -> NAMESPACE.matcher(name).matches())) {
            refuse(Setting.WATCH_NAMESPACES, text);
        }
        return names;
    }

    private int number(Setting setting, int least, int most) {
        String text = value(setting);
        if (WHOLE_NUMBER.matcher(text).matches()) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        refuse(setting, text);
        return least;
    }

    private Duration duration(Setting setting, Duration least, Duration most) {
        String text = value(setting);
        Optional<Duration> duration =
                DurationText.parse(text).filter(parsed -> parsed.compareTo(least) >= 0 && parsed.compareTo(most) <= 0);
        if (duration.isEmpty()) {
            refuse(setting, text);
        }
        return duration.orElse(most);
    }

    /** Each time is measured against the one before it, so that one mistake is told once. */
    private Optional<ElectionRules> election() {
        String namespace = name(Setting.LEASE_NAMESPACE, NAMESPACE);
        String name = name(Setting.LEASE_NAME, OBJECT);
        Duration lease = duration(Setting.LEASE_DURATION, LEAST_LEASE, MOST_LEASE);
        if (lease.toNanosPart() != 0) {
            // The Lease has whole seconds: others would wait less than the leader counts on.
            refuse(Setting.LEASE_DURATION, value(Setting.LEASE_DURATION));
        }
        Duration deadline = duration(Setting.RENEW_DEADLINE, LEAST_RETRY, lease.minus(Leadership.LEAST));
        Duration retry = duration(Setting.RETRY_PERIOD, LEAST_RETRY, deadline.dividedBy(3));
        return namespace.isEmpty()
                ? Optional.empty()
                : Optional.of(new ElectionRules(namespace, name, lease, deadline, retry));
    }

    private String name(Setting setting, Pattern shape) {
        String text = value(setting);
        if (!text.isEmpty() && !shape.matcher(text).matches()) {
            refuse(setting, text);
        }
        return text;
    }

    private String level() {
        String text = value(Setting.LOG_LEVEL);
        // logback takes any case, and reads a word it does not know as DEBUG without a complaint.
        String level = text.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            refuse(Setting.LOG_LEVEL, text);
        }
        return level;
    }

    private void refuseUnknown() {
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(Setting.PREFIX) && !KNOWN.contains(name)) {
                problems.add("%s=\"%s\" is no setting; the nearest one is %s"
                        .formatted(name, environment.get(name), nearest(name)));
            }
        }
    }

    private void refuse(Setting setting, String value) {
        problems.add("%s=\"%s\" is not allowed; allowed: %s".formatted(setting.variable(), value, setting.allowed()));
    }

    private String value(Setting setting) {
        String text = environment.getOrDefault(setting.variable(), "").strip();
        return text.isEmpty() ? setting.fallback() : text;
    }

    private static String nearest(String name) {
        return KNOWN.stream()
                .min(Comparator.<String>comparingInt(known -> distance(name, known))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** Single-character edits between two words (Levenshtein), one row of the table at a time. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int replaced = diagonal + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[other.length()];
    }
}
