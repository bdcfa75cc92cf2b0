package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.milvusops.partition.KindState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API server is a stand-in that answers when it is told to. */
class KindsTest {

    /** Near the end of its range: the clock of a JVM may start anywhere, and runs over. */
    private static final long START = Long.MAX_VALUE - 5;

    private final KubernetesClient client = mock(RETURNS_DEEP_STUBS);
    private final Resource<CustomResourceDefinition> definition = mock();
    private long now = START;
    private final Kinds kinds = new Kinds(client, () -> now);

    @BeforeEach
    void serve() {
        when(client.apiextensions().v1().customResourceDefinitions().withName(any()))
                .thenReturn(definition);
        when(definition.get()).thenReturn(new CustomResourceDefinition());
    }

    @Test
    void shouldTellAKindThatIsServed() {
        assertThat(kinds.ofPartitions(now - 1)).contains(KindState.SERVED);
    }

    @Test
    void shouldTellAKindThatIsGone() {
        when(definition.get()).thenReturn(null);

        assertThat(kinds.ofPartitions(now - 1)).contains(KindState.BEING_DELETED);
    }

    @Test
    void shouldTellAKindThatIsBeingDeleted() {
        CustomResourceDefinition leaving = new CustomResourceDefinition();
        leaving.setMetadata(new ObjectMetaBuilder()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .build());
        when(definition.get()).thenReturn(leaving);

        assertThat(kinds.ofPartitions(now - 1)).contains(KindState.BEING_DELETED);
    }

    @Test
    void shouldLookAgainAfterALookThatBroke() {
        when(definition.get()).thenThrow(new IllegalStateException("a defect")).thenReturn(null);
        assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> kinds.ofPartitions(now - 1));

        assertThat(kinds.ofPartitions(now - 1)).contains(KindState.BEING_DELETED);
    }

    @Test
    void shouldLookOnceForAllDeletionsThatWereSeenBefore() {
        kinds.ofPartitions(now - 1);

        kinds.ofPartitions(now - 2);

        verify(definition, times(1)).get();
    }

    /** The kind may have been deleted since, and this deletion with it. */
    @Test
    void shouldLookAgainForADeletionThatWasSeenLater() {
        kinds.ofPartitions(now - 1);
        now += 2;

        kinds.ofPartitions(now - 1);

        verify(definition, times(2)).get();
    }

    /** Which of the two came first cannot be told. */
    @Test
    void shouldLookAgainForADeletionThatWasSeenAsTheLookBegan() {
        kinds.ofPartitions(now - 1);

        kinds.ofPartitions(now);

        verify(definition, times(2)).get();
    }

    @Test
    void shouldAnswerManyDeletionsThatAreLetGoAtOnceByOneRead() {
        kinds.ofPartitions(now - 1);
        now += Duration.ofMillis(250).toNanos() - 1;

        kinds.ofPartitions(START - 1);

        verify(definition, times(1)).get();
    }

    /** A deletion that waits may have become an uninstall meanwhile, and no event tells. */
    @Test
    void shouldLookAgainWhenTheAnswerIsOld() {
        kinds.ofPartitions(now - 1);
        now += Duration.ofMillis(250).toNanos();

        kinds.ofPartitions(START - 1);

        verify(definition, times(2)).get();
    }

    /** Thousands of deletions may wait, and the API server is away. */
    @Test
    void shouldLeaveAnApiServerAloneThatDidNotAnswerAMomentAgo() {
        when(definition.get()).thenThrow(new KubernetesClientException("away"));
        kinds.ofPartitions(now - 1);
        now += 2;

        kinds.ofPartitions(now - 1);

        verify(definition, times(1)).get();
    }

    @Test
    void shouldLookAgainWhenAnApiServerThatDidNotAnswerWasLeftAlone() {
        when(definition.get()).thenThrow(new KubernetesClientException("away"));
        kinds.ofPartitions(now - 1);
        now += Duration.ofSeconds(2).toNanos();

        kinds.ofPartitions(now - 1);

        verify(definition, times(2)).get();
    }

    @Test
    void shouldHoldNobodyWhoHasAnAnswerWhileTheKindIsLookedAt() {
        kinds.ofPartitions(START - 1);
        now += 2;
        List<Optional<KindState>> meanwhile = new ArrayList<>();
        when(definition.get()).thenAnswer(looking -> {
            meanwhile.add(CompletableFuture.supplyAsync(() -> kinds.ofPartitions(START - 1))
                    .get(20, TimeUnit.SECONDS));
            return new CustomResourceDefinition();
        });

        kinds.ofPartitions(now - 1);

        assertThat(meanwhile).containsExactly(Optional.of(KindState.SERVED));
    }
}
