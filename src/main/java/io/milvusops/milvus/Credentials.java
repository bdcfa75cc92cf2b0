package io.milvusops.milvus;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** A login, or none. Its text never shows. */
final class Credentials {

    private final Optional<String> token;

    private Credentials(Optional<String> token) {
        this.token = token;
    }

    /**
     * Reads the content of a Secret; line ends that editors leave behind are no part of a value.
     *
     * @param secret empty for no login, else the keys username and password, or token
     * @throws IllegalArgumentException naming the keys that are missing
     */
    static Credentials of(Map<String, String> secret) {
        if (secret.isEmpty()) {
            return new Credentials(Optional.empty());
        }
        Optional<String> token = value(secret, "token");
        Optional<String> pair = value(secret, "username")
                .flatMap(user -> value(secret, "password").map(password -> user + ":" + password));
        return new Credentials(Optional.of(token.or(() -> pair)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the Secret named in credentialsSecretRef has neither token nor both username and password;"
                                + " add them"))));
    }

    private static Optional<String> value(Map<String, String> secret, String key) {
        return Optional.ofNullable(secret.get(key)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The value of the header authorization. */
    Optional<String> authorization() {
        return token.map(text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return token.isPresent() ? "a login" : "no login";
    }
}
