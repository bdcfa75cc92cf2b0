package io.milvusops.ops;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an administrator may set, checked.
 *
 * @param watchNamespaces the namespaces to manage; empty means all
 * @param httpPort port of the {@link ManagementServer}; 0 means any free port
 * @param reconcileThreads resources reconciled at the same time
 * @param shutdownGrace how long a stopping operator waits for requests in flight
 * @param election how the process that works is elected; empty when there is only one
 * @param logLevel the level that {@code logback.xml} reads for itself; here it is only checked
 */
public record Settings(
        Set<String> watchNamespaces,
        int httpPort,
        int reconcileThreads,
        Duration shutdownGrace,
        Optional<ElectionRules> election,
        String logLevel) {

    public Settings {
        watchNamespaces = Set.copyOf(watchNamespaces);
    }

    /**
     * Reads the settings from an environment. A variable that is unset or blank has its default.
     *
     * @throws SettingsException with every problem there is, so that one restart is enough to repair them all
     */
    public static Settings read(Map<String, String> environment) {
        return new SettingsReader(environment).read();
    }
}
