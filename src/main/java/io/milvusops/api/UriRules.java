package io.milvusops.api;

/**
 * The schema's rules for a server's address. One rule per mistake that people make, so that the message names the
 * mistake; what a rule here lets through would be read differently by different parts of a client.
 */
final class UriRules {

    static final String SCHEME = "self.startsWith('http://') || self.startsWith('https://')";
    static final String SCHEME_MESSAGE =
            "uri must begin with http:// or https://; write for example http://milvus.search.svc:19530";

    static final String CREDENTIALS = "!self.contains('@')";
    static final String CREDENTIALS_MESSAGE =
            "uri must not hold credentials, which everybody could read; put them into a Secret and name it in"
                    + " credentialsSecretRef";

    static final String PATH = "!self.matches('^[a-z]+://[^/?#]*[/?#]')";
    static final String PATH_MESSAGE =
            "uri must end after the host and port; remove the path (a database is named in each MilvusPartition)";

    static final String UNDERSCORE = "!self.contains('_')";
    static final String UNDERSCORE_MESSAGE =
            "uri must not have _ in its host, which clients do not take for a host name; use a name without it";

    static final String GLOBAL_CLUSTER = "!self.contains('global-cluster')";
    static final String GLOBAL_CLUSTER_MESSAGE =
            "uri must not be the address of a global cluster, behind which the server changes; name the address of one"
                    + " cluster";

    private static final String HOST = "([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\\\[[0-9A-Fa-f:.]+\\\\])";
    private static final String PORT =
            "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

    static final String HOST_AND_PORT = "self.matches('^https?://" + HOST + "(:" + PORT + ")?$')";
    static final String HOST_AND_PORT_MESSAGE =
            "uri must be http:// or https://, a host and optionally : and a port from 1 to 65535";

    private UriRules() {}
}
