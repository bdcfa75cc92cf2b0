package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.lane.LaneEvents;
import io.milvusops.lane.Probe;
import io.milvusops.lane.Request;
import io.milvusops.lane.ServerLanes;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The servers, the API server and the clock are stand-ins, so that a session can be replaced at any moment. */
class SessionsTest {

    private static final ConnectionKey KEY = new ConnectionKey("search", "default");
    private static final CollectionAddress BOOK = new CollectionAddress("http://former:19530", "default", "book");

    private static final Duration JUST_MORE_THAN_TWO_SECONDS = Duration.ofSeconds(2, 1);

    private final MilvusServer former = mock();
    private final MilvusServer later = mock();
    private final LaneEvents events = mock();
    private final KubernetesClient client = mock();
    private final List<Map<String, String>> logins = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final List<ConnectionKey> renewed = new ArrayList<>();
    private String token = "former";
    private int reads;
    private volatile Runnable whileReading = () -> {};
    private volatile Runnable whileOpening = () -> {};
    private final Sessions sessions = new Sessions(
            client,
            (uri, login, timeout) -> {
                logins.add(login);
                return uri.equals("http://former:19530") ? former : later;
            },
            key -> events,
            key -> whileOpening.run(),
            renewed::add,
            nanos::get);

    @BeforeEach
    void giveALogin() {
        MixedOperation<Secret, SecretList, Resource<Secret>> everywhere = mock();
        NonNamespaceOperation<Secret, SecretList, Resource<Secret>> there = mock();
        Resource<Secret> login = mock();
        when(client.secrets()).thenReturn(everywhere);
        when(everywhere.inNamespace("search")).thenReturn(there);
        when(there.withName("login")).thenReturn(login);
        when(login.get()).thenAnswer(reading -> read());
    }

    @AfterEach
    void close() {
        sessions.close();
    }

    private static MilvusConnection at(String uri) {
        return connection("one", uri);
    }

    private static MilvusConnection connection(String uid, String uri) {
        return ResourceSerialization.create().unmarshal("""
                apiVersion: milvusops.io/v1alpha1
                kind: MilvusConnection
                metadata: {name: default, namespace: search, uid: %s}
                spec: {uri: "%s", credentialsSecretRef: {name: login}, maxConcurrentRequests: 1}
                """.formatted(uid, uri), MilvusConnection.class);
    }

    private Secret read() {
        reads++;
        whileReading.run();
        String encoded = Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
        return new SecretBuilder().withData(Map.of("token", encoded)).build();
    }

    private ServerLanes open() {
        return sessions.lanes(KEY, at("http://former:19530"));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
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

    /** What it saw would stand on a board that was cleared for the session that comes. */
    @Test
    void shouldHearNothingOfTheFormerSessionFromTheMomentThatItsBoardIsCleared() throws ServerException {
        when(former.list(any(), any()))
                .thenThrow(new ServerException(Reason.SERVER_UNREACHABLE, ServerException.Effect.NONE, "away"));
        ServerLanes earlier = open();
        whileOpening = () -> {
            CompletableFuture<Probe> turnEnded = new CompletableFuture<>();
            earlier.submit(BOOK, new Request.Look());
            earlier.probe(turnEnded::complete);
            turnEnded.join();
        };

        sessions.lanes(KEY, at("http://later:19530"));

        verify(events, never()).observed(any(), any());
    }

    @Test
    void shouldNotReadTheSecretAgainWhileNothingIsRefused() {
        open();

        pass(Duration.ofDays(1));
        open();

        assertThat(reads).isEqualTo(1);
    }

    @Test
    void shouldNotReadTheSecretAgainWithinTwoSecondsOfARefusal() {
        open();
        sessions.refused(KEY);

        pass(Duration.ofSeconds(2));
        open();

        assertThat(reads).isEqualTo(1);
    }

    @Test
    void shouldReadTheSecretAgainWhenTwoSecondsHavePassedSinceARefusal() {
        open();
        sessions.refused(KEY);

        pass(JUST_MORE_THAN_TWO_SECONDS);
        open();

        assertThat(reads).isEqualTo(2);
    }

    /** A server that goes on to refuse would else put the next look off for ever. */
    @Test
    void shouldCountTheTwoSecondsFromTheFirstRefusal() {
        open();
        sessions.refused(KEY);
        pass(Duration.ofSeconds(1));
        sessions.refused(KEY);

        pass(JUST_MORE_THAN_TWO_SECONDS.minusSeconds(1));
        open();

        assertThat(reads).isEqualTo(2);
    }

    @Test
    void shouldReadTheSecretOnceForARefusal() {
        open();
        sessions.refused(KEY);
        pass(JUST_MORE_THAN_TWO_SECONDS);
        open();

        pass(Duration.ofDays(1));
        open();

        assertThat(reads).isEqualTo(2);
    }

    @Test
    void shouldOpenASessionWithTheLoginThatTookThePlaceOfARefusedOne() {
        open();
        sessions.refused(KEY);
        token = "later";

        pass(JUST_MORE_THAN_TWO_SECONDS);
        open();

        assertThat(logins).containsExactly(Map.of("token", "former"), Map.of("token", "later"));
    }

    @Test
    void shouldKeepTheSessionWhenTheSecretIsStillTheRefusedOne() {
        ServerLanes lanes = open();
        sessions.refused(KEY);

        pass(JUST_MORE_THAN_TWO_SECONDS);

        assertThat(open()).isSameAs(lanes);
    }

    /** What became of the calls under way is still to be put on record. */
    @Test
    void shouldHaveItsLanesWhileItStopsThoughTheLoginWasRefused() {
        ServerLanes lanes = sessions.lanes(KEY, at("http://former:19530"));
        sessions.refused(KEY);
        sessions.finish();

        assertThat(sessions.lanes(KEY, at("http://former:19530"))).isSameAs(lanes);
    }

    /** The watch that tells it may lag behind the one by which the next session was opened. */
    @Test
    void shouldKeepTheSessionOfAConnectionThatTookTheNameOfOneThatVanished() {
        open();
        ServerLanes anew = sessions.lanes(KEY, connection("two", "http://former:19530"));

        sessions.forget(KEY, "one");

        assertThat(sessions.open(KEY, connection("two", "http://former:19530"))).containsSame(anew);
    }

    /** That session ends when the end of its connection is told, and nobody would notice. */
    @Test
    void shouldNotUseTheSessionOfAnEarlierConnectionOfThatName() {
        ServerLanes earlier = open();

        assertThat(sessions.lanes(KEY, connection("two", "http://former:19530")))
                .isNotSameAs(earlier);
    }

    @Test
    void shouldCloseTheSessionOfAConnectionThatVanished() {
        open();

        sessions.forget(KEY, "one");

        assertThat(sessions.open(KEY, at("http://former:19530"))).isEmpty();
    }

    private static final MilvusConnection ANOTHER = connection("two", "http://former:19530");

    /** It would be polled by nobody: who rests on what was seen through it asks for nothing. */
    @Test
    void shouldLeaveTheSessionAloneThatWasOpenedUnderTheNameOfOneThatVanishesMeanwhile() {
        ServerLanes anew = sessions.lanes(KEY, ANOTHER);
        whileReading = () -> sessions.forget(KEY, "one");

        open();

        assertThat(sessions.open(KEY, ANOTHER)).containsSame(anew);
    }

    @Test
    void shouldCloseWhatItOpenedForAConnectionThatVanishedMeanwhile() {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        doAnswer(closing -> closed.complete(true)).when(former).close();
        whileReading = () -> sessions.forget(KEY, "one");

        open();

        assertThat(closed.join()).isTrue();
    }

    @Test
    void shouldTellThatASessionWasTakenForAConnectionThatVanishesAtThatMoment() {
        sessions.lanes(KEY, ANOTHER);
        whileOpening = () -> sessions.forget(KEY, "one");

        open();

        assertThat(renewed).containsExactly(KEY);
    }

    private static final Set<Thread.State> STANDS = EnumSet.of(Thread.State.BLOCKED, Thread.State.TERMINATED);

    /** Both would take the place of whatever session the name has, and end what the other one opened. */
    @Test
    void shouldOpenNoSessionBesideOneThatIsBeingOpenedForAConnectionThatVanishes() throws InterruptedException {
        Thread other = new Thread(() -> sessions.lanes(KEY, ANOTHER));
        List<Thread.State> found = new ArrayList<>();
        whileReading = () -> {
            whileReading = () -> {};
            sessions.forget(KEY, "one");
            other.start();
            while (!STANDS.contains(other.getState())) {
                Thread.onSpinWait();
            }
            found.add(other.getState());
        };

        open();
        other.join();

        assertThat(found).containsExactly(Thread.State.BLOCKED);
        assertThat(sessions.open(KEY, ANOTHER)).isPresent();
    }
}
