package io.milvusops.reconcile;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.lane.LaneEvents;
import io.milvusops.lane.Request;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The servers are stand-ins, so that a session can be replaced in the middle of a list. */
class SessionsTest {

    private static final ConnectionKey KEY = new ConnectionKey("search", "default");
    private static final CollectionAddress BOOK = new CollectionAddress("http://former:19530", "default", "book");

    private final MilvusServer former = mock();
    private final MilvusServer later = mock();
    private final LaneEvents events = mock();
    private final Sessions sessions = new Sessions(
            mock(KubernetesClient.class),
            (uri, login, timeout) -> Optional.ofNullable(
                            Map.of("http://former:19530", former).get(uri))
                    .orElse(later),
            key -> events,
            key -> {},
            key -> {});

    @AfterEach
    void close() {
        sessions.close();
    }

    private static MilvusConnection at(String uri) {
        return ResourceSerialization.create().unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusConnection
                metadata: {name: default, namespace: search, uid: one}
                spec: {uri: "%s"}
                """.formatted(uri), MilvusConnection.class);
    }

    /** Who rests on it would ask for nothing, and the later session would never look at the collection. */
    @Test
    void shouldHearNothingOfAListThroughASessionThatWasReplaced() throws ServerException {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        doAnswer(closing -> closed.complete(true)).when(former).close();
        when(former.list(any(), any())).thenAnswer(listing -> {
            sessions.lanes(KEY, at("http://later:19530"));
            throw new ServerException(Reason.SERVER_UNREACHABLE, ServerException.Effect.NONE, "away");
        });

        sessions.lanes(KEY, at("http://former:19530")).submit(BOOK, new Request.Look());

        closed.join();
        verify(events, never()).observed(any(), any());
    }
}
