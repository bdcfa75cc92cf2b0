package io.milvusops.reconcile;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusConnectionSpec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads the Secrets that connections log in with. Thread-safe. */
final class Logins {

    record Login(Map<String, String> content) {
        static final Login NONE = new Login(Map.of());

        /** Never its content. */
        @Override
        public String toString() {
            return "Login";
        }
    }

    private final KubernetesClient client;

    Logins(KubernetesClient client) {
        this.client = client;
    }

    /**
     * The login of a connection, read anew; empty when its Secret does not exist.
     *
     * @throws IllegalArgumentException with a message for the user when the Secret could not be read, or is empty
     */
    Optional<Login> of(ConnectionKey key, MilvusConnectionSpec spec) {
        if (spec.credentialsSecretRef() == null) {
            return Optional.of(Login.NONE);
        }
        try {
            Secret secret = client.secrets()
                    .inNamespace(key.namespace())
                    .withName(spec.credentialsSecretRef().name())
                    .get();
            return Optional.ofNullable(secret).map(Logins::decoded).map(login -> filled(login, key, spec));
        } catch (KubernetesClientException unanswered) {
            throw new IllegalArgumentException(
                    named(key, spec) + ", could not be read (HTTP " + unanswered.getCode()
                            + "); the operator needs get on secrets",
                    unanswered);
        }
    }

    /** The API server takes no Secret into a namespace that is being deleted, so there is another way out to name. */
    static IllegalArgumentException missing(ConnectionKey key, MilvusConnectionSpec spec) {
        return new IllegalArgumentException(named(key, spec)
                + ", does not exist; create it with the keys username and password, or token; or, where its namespace"
                + " is being deleted and takes none, cancel the drops that wait for it");
    }

    /** The Secret as messages name it. */
    static String named(ConnectionKey key, MilvusConnectionSpec spec) {
        return "the Secret " + key.namespace() + "/"
                + Objects.requireNonNull(spec.credentialsSecretRef()).name()
                + ", named in credentialsSecretRef of MilvusConnection " + key.namespace() + "/" + key.name();
    }

    /** An empty Secret is no word that there is no login: somebody has yet to fill it. */
    private static Login filled(Login login, ConnectionKey key, MilvusConnectionSpec spec) {
        if (login.content().isEmpty()) {
            throw new IllegalArgumentException(
                    named(key, spec) + ", is empty; add the keys username and password, or token");
        }
        return login;
    }

    private static Login decoded(Secret secret) {
        Map<String, String> content = new HashMap<>();
        Optional.ofNullable(secret.getData())
                .orElse(Map.of())
                .forEach((name, value) ->
                        content.put(name, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return new Login(content);
    }
}
