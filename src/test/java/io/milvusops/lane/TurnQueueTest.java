package io.milvusops.lane;

import static io.milvusops.lane.RecordedEvents.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.lane.Turn.Priority;
import io.milvusops.partition.CollectionAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One thread, which is busy until the test lets it go. */
class TurnQueueTest {

    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");
    private static final CollectionAddress TOME = new CollectionAddress("http://milvus:19530", "default", "tome");

    private final List<CollectionAddress> turns = new CopyOnWriteArrayList<>();
    private final TurnQueue queue = new TurnQueue(1, turns::add);
    private final CountDownLatch busy = new CountDownLatch(1);

    @BeforeEach
    void keepTheThreadBusy() {
        queue.add(() -> {
            try {
                busy.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @AfterEach
    void close() throws InterruptedException {
        busy.countDown();
        queue.close(Duration.ofSeconds(10));
    }

    private void awaitAll() {
        queue.add(() -> turns.add(new CollectionAddress("", "", "end")));
        busy.countDown();
        eventually()
                .until(() -> turns.stream().anyMatch(turn -> turn.collection().equals("end")));
    }

    @Test
    void shouldServeTheWorkOfALaneWhosePollWaitsInItsOrder() {
        queue.add(TOME, Priority.POLL);
        queue.add(TOME, Priority.WORK);
        queue.add(BOOK, Priority.WORK);

        awaitAll();

        assertThat(turns).startsWith(TOME, BOOK);
    }

    @Test
    void shouldGiveALaneOneTurnAtATime() {
        queue.add(TOME, Priority.POLL);
        queue.add(TOME, Priority.WORK);
        queue.add(TOME, Priority.WORK);
        queue.add(TOME, Priority.POLL);

        awaitAll();

        assertThat(turns).containsOnlyOnce(TOME);
    }

    @Test
    void shouldGiveALaneNoTurnBeforeItsLastOneHasEnded() {
        queue.add(TOME, Priority.WORK);
        busy.countDown();
        eventually().until(() -> turns.contains(TOME));

        queue.add(TOME, Priority.WORK);
        awaitAll();

        assertThat(turns).containsOnlyOnce(TOME);
    }

    @Test
    void shouldGiveALaneAnotherTurnWhenItsLastOneHasEnded() {
        queue.add(TOME, Priority.WORK);
        busy.countDown();
        eventually().until(() -> turns.contains(TOME));
        queue.ended(TOME);

        queue.add(TOME, Priority.WORK);

        eventually().until(() -> turns.size() == 2);
    }
}
