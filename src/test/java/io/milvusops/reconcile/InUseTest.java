package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The protection of a connection when the watches of the two kinds are not in step. */
class InUseTest {

    private static final int NO_ANSWER = 0;
    private static final int FORBIDDEN = 403;

    private final Bench bench = new Bench();
    private final MilvusPartition partition = Bench.partition("""
            metadata: {name: book-novel, namespace: search, uid: uid, resourceVersion: "5"}
            spec: {collection: book, partition: novel}
            """);

    @AfterEach
    void close() {
        bench.close();
    }

    private static MilvusConnection guarded() {
        MilvusConnection connection = Bench.connection("");
        connection.getMetadata().setFinalizers(List.of("milvusops.io/in-use"));
        return connection;
    }

    private Optional<MilvusPartition> hold() {
        return bench.inUse.hold(partition, () -> Optional.of(partition));
    }

    private void holdRefused(int code) {
        assertThatExceptionOfType(RefusedWriteException.class)
                .isThrownBy(() -> bench.inUse.hold(partition, () -> {
                    throw new RefusedWriteException("hold it", new KubernetesClientException("refused", code, null));
                }));
    }

    /** What was done to the connection's finalizers, in that order. */
    private List<String> written() {
        return bench.apiServer.patches.stream().map(InUseTest::deed).toList();
    }

    private static String deed(JsonNode patch) {
        return patch.valueStream()
                .map(operation -> operation.path("op").asText())
                .filter(operation -> !operation.equals("test"))
                .findFirst()
                .orElse("none");
    }

    @Test
    void shouldProtectAConnectionBeforeAPartitionIsHeld() {
        List<String> order = new ArrayList<>();

        bench.inUse.hold(partition, () -> {
            order.addAll(written());
            return Optional.of(partition);
        });

        assertThat(order).containsExactly("add");
    }

    @Test
    void shouldWriteNothingToAConnectionThatIsProtected() {
        bench.show(guarded());

        hold();

        assertThat(written()).isEmpty();
    }

    @Test
    void shouldHoldNoPartitionWhoseConnectionChangedMeanwhile() {
        bench.apiServer.refuse(new KubernetesClientException("changed", 409, null));

        assertThat(hold()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, none",
        "true, false, add",
        "false, true, remove",
        "false, false, none",
    })
    void shouldProtectAConnectionAsLongAsItIsUsed(boolean used, boolean isProtected, String deed) {
        bench.inUse.settle(isProtected ? guarded() : Bench.connection(""), () -> used);

        assertThat(written().stream().findFirst().orElse("none")).isEqualTo(deed);
    }

    @Test
    void shouldSayWhenAConnectionChangedMeanwhile() {
        bench.apiServer.refuse(new KubernetesClientException("changed", 409, null));

        assertThat(bench.inUse.settle(guarded(), () -> false)).isFalse();
    }

    /** Who looks whether a connection is needed is not overtaken by one that begins to need it. */
    @Test
    void shouldProtectAConnectionNeitherBeforeNorWhileItIsLetGo() throws InterruptedException {
        Thread holder = new Thread(this::hold);

        bench.inUse.settle(guarded(), () -> {
            holder.start();
            Awaitility.await().until(holder::getState, Thread.State.BLOCKED::equals);
            return false;
        });

        holder.join();
        assertThat(written()).containsExactly("remove", "add");
    }

    /** Its hold is on the way, and no watch shows it. */
    @Test
    void shouldExpectAPartitionWhileItIsBeingHeld() {
        bench.show(guarded());
        List<String> during = new ArrayList<>();

        bench.inUse.hold(partition, () -> {
            during.addAll(bench.inUse.expected(Bench.DEFAULT));
            return Optional.of(partition);
        });

        assertThat(during).containsExactly("search/book-novel");
    }

    @Test
    void shouldExpectAPartitionUntilItIsShown() {
        hold();

        assertThat(bench.inUse.expected(Bench.DEFAULT)).containsExactly("search/book-novel");
    }

    @Test
    void shouldExpectNoPartitionThatWasLetGo() {
        hold();

        bench.inUse.spare("uid");

        assertThat(bench.inUse.expected(Bench.DEFAULT)).isEmpty();
    }

    @Test
    void shouldExpectNoPartitionThatChangedBeforeItWasHeld() {
        bench.inUse.hold(partition, Optional::empty);

        assertThat(bench.inUse.expected(Bench.DEFAULT)).isEmpty();
    }

    @Test
    void shouldExpectNoPartitionWhoseHoldWasRefused() {
        holdRefused(FORBIDDEN);

        assertThat(bench.inUse.expected(Bench.DEFAULT)).isEmpty();
    }

    @Test
    void shouldExpectAPartitionWhoseHoldMayHaveBeenDone() {
        holdRefused(NO_ANSWER);

        assertThat(bench.inUse.expected(Bench.DEFAULT)).containsExactly("search/book-novel");
    }

    @Test
    void shouldNotExpectThePartitionsOfOtherConnections() {
        hold();

        assertThat(bench.inUse.expected(new ConnectionKey("search", "other"))).isEmpty();
    }

    /** The write does nothing where the protection is there, and is refused where it is not. */
    @Test
    void shouldNotBelieveAWatchThatShowsAProtectionWhichWasTakenOff() {
        bench.show(guarded());
        bench.inUse.settle(guarded(), () -> false);
        bench.apiServer.refuse(new KubernetesClientException("changed", 409, null));

        assertThat(hold()).isEmpty();
        assertThat(hold()).as("once more").isEmpty();
    }

    @Test
    void shouldNotBelieveAWatchAfterAnUnknownOutcome() {
        bench.show(guarded());
        bench.apiServer.refuse(new KubernetesClientException("no answer"));
        assertThatExceptionOfType(RefusedWriteException.class)
                .isThrownBy(() -> bench.inUse.settle(guarded(), () -> false));

        assertThatExceptionOfType(RefusedWriteException.class).isThrownBy(this::hold);
    }

    @Test
    void shouldBelieveTheWatchAgainOnceTheProtectionIsThere() {
        bench.show(guarded());
        bench.inUse.settle(guarded(), () -> false);
        hold();

        hold();

        assertThat(written()).containsExactly("remove", "none");
    }

    /** A write that takes long holds up nobody who is about another connection. */
    @Test
    void shouldNotWaitForAWriteToAnotherConnection() {
        MilvusPartition elsewhere = Bench.partition("""
                metadata: {name: other, namespace: search, uid: other, resourceVersion: "5"}
                spec: {collection: book, partition: other, connectionRef: {name: other}}
                """);
        CompletableFuture<Optional<MilvusPartition>> other = new CompletableFuture<>();

        bench.inUse.settle(guarded(), () -> {
            other.completeAsync(() -> bench.inUse.hold(elsewhere, () -> Optional.of(elsewhere)));
            return other.join().isEmpty();
        });

        assertThat(other).isCompletedWithValue(Optional.of(elsewhere));
    }
}
