package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.milvusops.api.AllowedNamespaces;
import io.milvusops.api.ResourceSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.ArgumentCaptor;

/** The informer is a stand-in that has not listed until it is told to: a real one is quicker than any test. */
class NamespaceLabelsTest {

    private final KubernetesClient client = mock(RETURNS_DEEP_STUBS);
    private final SharedIndexInformer<Namespace> informer = mock(RETURNS_DEEP_STUBS);
    private final List<String> woken = new ArrayList<>();
    private final NamespaceLabels labels = new NamespaceLabels(client, woken::add);

    @BeforeEach
    void listNothingYet() {
        when(client.namespaces().runnableInformer(0)).thenReturn(informer);
        when(informer.start()).thenReturn(new CompletableFuture<>());
        when(informer.getStore().getByKey(any())).thenReturn(null);
    }

    private static Namespace namespace() {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName("team")
                .addToLabels("team", "books")
                .endMetadata()
                .build();
    }

    private void show() {
        when(informer.getStore().getByKey("team")).thenReturn(namespace());
        ArgumentCaptor<ResourceEventHandler<Namespace>> handler = ArgumentCaptor.captor();
        verify(informer).addEventHandler(handler.capture());
        handler.getValue().onAdd(namespace());
    }

    /** Whether the informer tries again. */
    private boolean refuse(int code) {
        ArgumentCaptor<ExceptionHandler> handler = ArgumentCaptor.captor();
        verify(informer).exceptionHandler(handler.capture());
        return handler.getValue()
                .retryAfterException(
                        false, new CompletionException(new KubernetesClientException("refused", code, null)));
    }

    private void ask() {
        assertThatIllegalArgumentException().isThrownBy(() -> labels.of("team"));
    }

    /** Without labels every selector would refuse it, and nobody waits for what is refused. */
    @Test
    void shouldNotJudgeANamespaceThatHasNotBeenSeen() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> labels.of("team"))
                .withMessageContaining("namespace team has not been seen");
    }

    @Test
    void shouldWakeANamespaceWhenItIsSeen() {
        ask();

        show();

        assertThat(woken).containsExactly("team");
    }

    @Test
    void shouldTellTheLabelsOfANamespaceThatIsSeen() {
        ask();
        show();

        assertThat(labels.of("team")).containsEntry("team", "books");
    }

    @Test
    void shouldNameTheMissingRightWhenNamespacesCannotBeListed() {
        ask();
        refuse(403);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> labels.of("team"))
                .withMessageContainingAll("HTTP 403", "list and watch on namespaces");
    }

    @Test
    void shouldWakeThoseWhoWaitWhenNamespacesCannotBeListed() {
        ask();

        refuse(403);

        assertThat(woken).containsExactly("team");
    }

    /** With ten thousand resources every wake-up for nothing counts. */
    @Test
    void shouldWakeNobodyWhenTheSameFailureIsMetAgain() {
        ask();
        refuse(403);
        ask();

        refuse(403);

        assertThat(woken).containsExactly("team");
    }

    @Test
    void shouldTryAgainByItselfWhenNamespacesCannotBeListed() {
        ask();

        assertThat(refuse(403)).isTrue();
    }

    @Test
    void shouldListNamespacesOnceHoweverManyAsk() {
        ask();
        refuse(403);
        ask();

        verify(informer, times(1)).start();
    }

    static Stream<Arguments> waysIn() {
        String labels = "give the namespace the labels that its spec.allowedNamespaces.selector asks for (";
        return Stream.of(
                arguments("from: Same", "allow it in its spec.allowedNamespaces"),
                arguments("from: Selector", "allow it in its spec.allowedNamespaces"),
                arguments(
                        "from: Selector\nselector: {matchLabels: {tier: data, access: shared}}",
                        labels + "access=shared, tier=data), or allow it there"),
                arguments(
                        "from: Selector\nselector: {matchExpressions: [{key: a, operator: In, values: [x, y]},"
                                + " {key: b, operator: NotIn, values: [z]}, {key: c, operator: Exists},"
                                + " {key: d, operator: DoesNotExist}]}",
                        labels + "a in (x, y), b notin (z), c, !d), or allow it there"));
    }

    /** The name of a field is of no use to whoever lacks a label. */
    @ParameterizedTest
    @MethodSource("waysIn")
    void shouldNameTheLabelsThatASelectorAsksFor(String allowed, String said) {
        assertThat(NamespaceLabels.wayIn(ResourceSerialization.create().unmarshal(allowed, AllowedNamespaces.class)))
                .isEqualTo(said);
    }
}
