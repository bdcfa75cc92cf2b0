package io.milvusops.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A slip of the pen in an annotation is told, and nothing that somebody has a use for. */
class MetadataKeysTest {

    /** Finalizers, and what is read of a connection only. */
    private static final Set<String> ELSEWHERE =
            Set.of(MetadataKeys.PARTITION_FINALIZER, MetadataKeys.IN_USE_FINALIZER, MetadataKeys.ACCEPT_ENDPOINT);

    private static final Set<String> OF_CONNECTIONS = Set.of(MetadataKeys.PAUSED, MetadataKeys.ACCEPT_ENDPOINT);

    static Stream<String> keys() {
        return Arrays.stream(MetadataKeys.class.getFields()).map(key -> {
            try {
                return String.valueOf(key.get(null));
            } catch (IllegalAccessException hidden) {
                throw new IllegalStateException(hidden);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("keys")
    void shouldTakeEveryKeyForKnownThatIsReadOfAPartitionResource(String key) {
        assertThat(MetadataKeys.meansNothingToPartitions(key)).isEqualTo(ELSEWHERE.contains(key));
    }

    @Test
    void shouldCallAMisspeltKeyUnknown() {
        assertThat(MetadataKeys.meansNothingToPartitions("milvusops.io/pasued")).isTrue();
        assertThat(MetadataKeys.meansNothingToConnections("milvusops.io/pasued"))
                .isTrue();
    }

    /** A confirmation, for example, that somebody puts on the connection confirms nothing. */
    @ParameterizedTest
    @MethodSource("keys")
    void shouldTakeTheKeysForKnownThatAreReadOfAConnection(String key) {
        assertThat(MetadataKeys.meansNothingToConnections(key)).isNotEqualTo(OF_CONNECTIONS.contains(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"paused", "kubectl.kubernetes.io/last-applied-configuration", "team.milvusops.io/owner"})
    void shouldLeaveTheKeysOfOthersAlone(String key) {
        assertThat(MetadataKeys.meansNothingToPartitions(key)).isFalse();
        assertThat(MetadataKeys.meansNothingToConnections(key)).isFalse();
    }
}
