package io.milvusops.partition;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a Milvus server listens. Two texts that mean the same place are equal: scheme and host in lower case, the port
 * always written.
 *
 * @param host name or address, an IPv6 address without its brackets
 * @param port 19530 unless the text says otherwise, also for https: a Milvus server speaks TLS on its one port, and
 *     the Java SDK assumes the same
 * @param tls whether the scheme was https
 */
public record MilvusEndpoint(String host, int port, boolean tls) {

    /** The port of a Milvus server that was not told to use another one. */
    public static final int DEFAULT_PORT = 19530;

    private static final Pattern SCHEME = Pattern.compile("https?://.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final int HIGHEST_PORT = 65535;

    /**
     * Reads {@code http://host[:port]} or {@code https://host[:port]}.
     *
     * @throws IllegalArgumentException with a message that names the problem and never repeats the text, which may
     *     hold a password
     */
    public static MilvusEndpoint parse(String text) {
        String trimmed = text.strip();
        require(SCHEME.matcher(trimmed).matches(), "must begin with http:// or https://");
        require(!trimmed.contains("@"), "must not hold a user or password; they belong into the credentials Secret");
        URI uri = syntax(trimmed);
        String host = uri.getHost();
        if (host == null) {
            throw new IllegalArgumentException(
                    "uri names no valid host and port (host: letters, digits, '-' and '.'; port: a number)");
        }
        String path = uri.getRawPath();
        require(path.isEmpty() || path.equals("/"), "must not have a path; the database is a field");
        require(uri.getRawQuery() == null && uri.getRawFragment() == null, "must not have a query or a fragment");
        require(!host.contains("global-cluster"), "must not name a global-cluster endpoint; they are not supported");
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        require(port > 0 && port <= HIGHEST_PORT, "has a port outside of 1 to 65535");
        return new MilvusEndpoint(withoutBrackets(host), port, uri.getScheme().equalsIgnoreCase("https"));
    }

    /** The normalised text: equal endpoints, equal texts. */
    public String uri() {
        String written = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (tls ? "https://" : "http://") + written + ":" + port;
    }

    @Override
    public String toString() {
        return uri();
    }

    private static URI syntax(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException problem) {
            throw new IllegalArgumentException(
                    "uri is malformed at position " + problem.getIndex() + ": " + problem.getReason());
        }
    }

    private static String withoutBrackets(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") ? lower.substring(1, lower.length() - 1) : lower;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("uri " + rule);
        }
    }
}
