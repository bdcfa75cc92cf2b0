package io.milvusops.milvus;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a server is shown to prove who asks. Compared by value, so that a changed Secret can be told from a touched one.
 * Never printed: {@code toString} shows the kind only.
 */
public sealed interface Credentials {

    /** For servers without authorization. */
    static Credentials none() {
        return new None();
    }

    /**
     * A user and a password. Line ends after either are dropped: files and {@code echo} put them into Secrets unseen.
     *
     * @throws IllegalArgumentException for an empty part, or a colon in the user name, which the server would split at
     */
    static Credentials login(String username, String password) {
        return new Login(username, password);
    }

    /**
     * A token as the server knows it.
     *
     * @throws IllegalArgumentException for an empty one
     */
    static Credentials token(String token) {
        return new Token(token);
    }

    /** The texts that nobody may see, longest first. */
    List<String> secrets();

    /** The value of the header "authorization", empty when none is sent. */
    Optional<String> authorization();

    /** The text without these credentials, should a server or a library have repeated them. */
    default String redact(String text) {
        String redacted = text;
        for (String secret : secrets()) {
            // Shorter ones are no passwords that Milvus accepts, and would match ordinary words.
            if (secret.length() >= 6) {
                redacted = redacted.replace(secret, "***");
            }
        }
        return redacted;
    }

    /** No credentials. */
    record None() implements Credentials {

        @Override
        public List<String> secrets() {
            return List.of();
        }

        @Override
        public Optional<String> authorization() {
            return Optional.empty();
        }
    }

    /** User and password. */
    record Login(String username, String password) implements Credentials {

        public Login {
            username = withoutLineEnd("username", username);
            password = withoutLineEnd("password", password);
            if (username.indexOf(':') >= 0) {
                throw new IllegalArgumentException("username must not contain a colon");
            }
        }

        @Override
        public List<String> secrets() {
            return List.of(encoded(username + ":" + password), password);
        }

        @Override
        public Optional<String> authorization() {
            return Optional.of(encoded(username + ":" + password));
        }

        @Override
        public String toString() {
            return "Login[redacted]";
        }
    }

    /** A token. */
    record Token(String token) implements Credentials {

        public Token {
            token = withoutLineEnd("token", token);
        }

        @Override
        public List<String> secrets() {
            return List.of(encoded(token), token);
        }

        @Override
        public Optional<String> authorization() {
            return Optional.of(encoded(token));
        }

        @Override
        public String toString() {
            return "Token[redacted]";
        }
    }

    private static String encoded(String plain) {
        return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static String withoutLineEnd(String field, String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        if (end == 0) {
            throw new IllegalArgumentException(field + " is empty");
        }
        return text.substring(0, end);
    }
}
