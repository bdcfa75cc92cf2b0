package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list by which a drop would be sent is answered more than a second after it was true. */
class SlowListIT {

    private static final Duration SLOW = Duration.ofMillis(1_500);

    private static Stage stage;
    private static HeldWorld world;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
        world = new HeldWorld(stage, "slow", HeldWorld.ANY_NAMESPACE, "");
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
        world.close();
    }

    private static boolean attempted() {
        return stage.get("slow", "novel")
                .map(MilvusPartition::getStatus)
                .map(MilvusPartitionStatus::drop)
                .map(drop -> drop.attemptedAt())
                .isPresent();
    }

    /** After the list was made somebody puts another partition in the place, and only then it is answered. */
    private static void replace() {
        world.milvus.world().removePartition("default", "slow", "novel");
        world.milvus.world().addPartition("default", "slow", "novel");
        long made = System.nanoTime();
        await().until(() -> System.nanoTime() - made > SLOW.toNanos());
    }

    @Test
    void shouldNotDropWhatCameWhileTheListWasOnItsWay() {
        AtomicBoolean replaced = new AtomicBoolean();
        world.await("Present");
        world.milvus.always(Rpc.SHOW_PARTITIONS, Fault.changedAfter(() -> {
            if (attempted() && replaced.compareAndSet(false, true)) {
                replace();
            }
        }));

        world.delete();

        world.await("PartitionReplaced");
        assertThat(replaced).isTrue();
        assertThat(world.drops()).isZero();
    }
}
