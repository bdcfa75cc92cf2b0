package io.milvusops.milvus;

import io.milvusops.partition.MilvusEndpoint;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.ServerException.Effect;

/** One call to one server. Gives its failure a message that names both, what the server said, and what to do. */
record SentCall(MilvusCall call, MilvusEndpoint server, Credentials credentials) {

    /**
     * The failure of this call.
     *
     * @param effectOfWrite what the call may have done if it was a write
     * @param said what the server or the network said; shortened and redacted here
     */
    ServerException failed(Reason reason, Effect effectOfWrite, String said) {
        return failed(reason, effectOfWrite, said, remedy(reason));
    }

    /** As the other one, for a failure whose way out is better known than from its reason. */
    ServerException failed(Reason reason, Effect effectOfWrite, String said, String remedy) {
        // Only what comes from elsewhere is shortened: the address and the way out must not be cut off.
        String shown = ShownText.of(credentials.redact(said));
        return new ServerException(
                reason,
                call.kind().effect(effectOfWrite),
                call.text() + " at " + server.uri() + ": " + shown + "; " + remedy);
    }

    private String remedy(Reason reason) {
        return switch (reason) {
            case UNAUTHENTICATED ->
                credentials.authorization().isPresent()
                        ? "correct the Secret that spec.credentialsSecretRef of the MilvusConnection names"
                        : "the server wants a login: name a Secret in spec.credentialsSecretRef of the MilvusConnection";
            case PERMISSION_DENIED ->
                "grant this privilege to a role of the login; a server says the same of a collection that is missing";
            case SERVER_UNREACHABLE ->
                "check host, port and http or https in spec.uri of the MilvusConnection, and that the server runs and lets"
                        + " the operator through";
            case QUOTA_EXCEEDED -> "free some of the server's quota, or raise it";
            case PARTITION_LIMIT_REACHED -> "drop partitions of the collection, or raise the server's limit";
            case PARTITION_KEY_COLLECTION ->
                "its partitions are the server's own; name a collection without a partition key, in another resource";
            case INVALID_NAME -> "use another name, in another resource";
            case NOT_UNDERSTOOD -> "the server may be too old or too new for this operator";
            case COLLECTION_NOT_FOUND -> "create the collection";
            default -> "the server is asked again";
        };
    }
}
