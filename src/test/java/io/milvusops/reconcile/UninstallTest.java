package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.DropStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.Entry;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One resource is deleted in the ordinary way, and a moment later the kind with all the others. */
class UninstallTest {

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** A resource that is being deleted and has recorded the partition of that id, which has its name. */
    private static MilvusPartition leaving(String name, long id) {
        return Bench.partition("""
                metadata:
                  name: %1$s
                  namespace: search
                  uid: %1$s
                  resourceVersion: "5"
                  generation: 1
                  deletionTimestamp: "2026-01-01T00:00:00Z"
                  finalizers: [milvusops.io/partition]
                spec: {collection: book, partition: %1$s}
                status:
                  binding:
                    ownerUID: %1$s
                    endpoint: "%2$s"
                    collectionID: "100"
                    partitionID: "%3$d"
                    collectionName: book
                """.formatted(name, Sights.ENDPOINT, id));
    }

    /** Its deletion is seen now, and then the collection is listed. */
    private void delete(MilvusPartition resource) {
        bench.show(resource);
        bench.sights.seen(resource);
        bench.board()
                .post(Bench.BOOK, bench.listed(Bench.BOOK, Map.of("novel", new Entry(7, 1), "poem", new Entry(8, 2))));
        bench.pass.run(resource);
    }

    /** The uids of those whose drop is on record as attempted. */
    private Stream<String> attempted() {
        return bench.apiServer.statuses.stream()
                .map(status -> status.drop())
                .filter(Objects::nonNull)
                .filter(drop -> drop.attemptedAt() != null)
                .map(DropStatus::ownerUID);
    }

    private void deleteTheKindAMomentAfterNovel() {
        delete(leaving("novel", 7));
        bench.leap(Duration.ofSeconds(5));
        bench.apiServer.uninstall();

        delete(leaving("poem", 8));
    }

    /** The answer that the kind is served is from before: it says nothing of this deletion. */
    @Test
    void shouldDropNothingOnTheWordOfAnAnswerFromBeforeTheDeletionWasSeen() {
        deleteTheKindAMomentAfterNovel();

        assertThat(attempted()).containsOnly("novel");
    }

    @Test
    void shouldLetTheOthersGoWithTheKind() {
        deleteTheKindAMomentAfterNovel();

        assertThat(bench.apiServer.patches)
                .singleElement()
                .satisfies(patch -> assertThat(patch.toString()).contains("poem", "/metadata/finalizers"));
    }

    /** No event tells a deletion that waits that it has become an uninstall. */
    @Test
    void shouldDropNothingThatWaitedWhileTheKindWasDeleted() {
        MilvusPartition waiting = leaving("novel", 7);
        bench.show(waiting);
        bench.sights.seen(waiting);
        bench.pass.run(waiting);
        bench.leap(Duration.ofSeconds(10));
        bench.apiServer.uninstall();

        delete(waiting);

        assertThat(attempted()).isEmpty();
    }
}
