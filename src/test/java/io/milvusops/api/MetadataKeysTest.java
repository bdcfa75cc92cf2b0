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
        assertThat(MetadataKeys.meansNothing(key)).isEqualTo(ELSEWHERE.contains(key));
    }

    @Test
    void shouldCallAMisspeltKeyUnknown() {
        assertThat(MetadataKeys.meansNothing("milvusops.io/pasued")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"paused", "kubectl.kubernetes.io/last-applied-configuration", "team.milvusops.io/owner"})
    void shouldLeaveTheKeysOfOthersAlone(String key) {
        assertThat(MetadataKeys.meansNothing(key)).isFalse();
    }
}
