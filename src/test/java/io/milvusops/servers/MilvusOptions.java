package io.milvusops.servers;

import java.util.HashMap;
import java.util.Map;

/**
 * How a Milvus server of a test differs from the ordinary one.
 *
 * @param name unique in its {@link TestServers}; lower case letters, digits and '-'
 * @param authorization whether calls need credentials; the first login is {@code root:Milvus}
 * @param sessionTtl seconds after which the session of a dead server runs out. A killed server comes back only then, so
 *     it should be short; a server frozen for longer ends itself when thawed, so tests that freeze one want a long one
 * @param settings Milvus settings on top of all others: the key of milvus.yaml in upper case with '_' for each dot, for
 *     example {@code COMMON_SECURITY_TLSMODE}
 */
public record MilvusOptions(String name, boolean authorization, int sessionTtl, Map<String, String> settings) {
    private static final int SHORT_SESSION = 3;

    public MilvusOptions {
        settings = Map.copyOf(settings);
    }

    /** A server without authorization that comes back quickly after a kill. */
    public static MilvusOptions named(String name) {
        return new MilvusOptions(name, false, SHORT_SESSION, Map.of());
    }

    public MilvusOptions withAuthorization() {
        return new MilvusOptions(name, true, sessionTtl, settings);
    }

    public MilvusOptions withSessionTtl(int seconds) {
        return new MilvusOptions(name, authorization, seconds, settings);
    }

    public MilvusOptions withSetting(String key, String value) {
        Map<String, String> extended = new HashMap<>(settings);
        extended.put(key, value);
        return new MilvusOptions(name, authorization, sessionTtl, extended);
    }
}
