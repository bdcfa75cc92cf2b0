package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Memory;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Wish;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class RecreationsTest {

    private long now = Long.MAX_VALUE - 5;
    private final Recreations recreations = new Recreations(() -> now);

    private void recreate(int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            recreations.pause(Sights.remembering(Sights.BOUND));
        }
    }

    @Test
    void shouldLetTenBeginInAMinute() {
        recreate(9);

        assertThat(recreations.pause(Sights.remembering(Sights.BOUND))).isEmpty();
    }

    @Test
    void shouldMakeTheEleventhWaitForTheFirstToBeAMinuteAgo() {
        recreate(1);
        now += Duration.ofSeconds(20).toNanos();
        recreate(9);

        assertThat(recreations.pause(Sights.remembering(Sights.BOUND))).contains(Duration.ofSeconds(40));
    }

    @Test
    void shouldGoOnAfterAMinute() {
        recreate(10);
        now += Duration.ofMinutes(1).toNanos();

        assertThat(recreations.pause(Sights.remembering(Sights.BOUND))).isEmpty();
    }

    @Test
    void shouldNotLimitFirstCreations() {
        recreate(10);

        assertThat(recreations.pause(Sights.remembering(Memory.NONE))).isEmpty();
    }

    @Test
    void shouldTellThatItWaitsForItsTurn() {
        Plan plan = Sights.remembering(Sights.BOUND).plan();

        assertThat(Recreations.waiting(plan))
                .isEqualTo(new Plan(
                        plan.reason(),
                        "many partitions of this collection are missing; at most 10 a minute are created again, and"
                                + " this one waits for its turn",
                        plan.memory(),
                        plan.step(),
                        Optional.empty()));
    }

    /** Collections come and go; one that was mended once is not remembered for ever. */
    @Test
    void shouldRememberNoCollectionForLongerThanItMatters() {
        recreate(1);
        now += Duration.ofMinutes(1).toNanos();

        recreations.pause(elsewhere());

        assertThat(recreations)
                .extracting("begun", InstanceOfAssertFactories.MAP)
                .hasSize(1);
    }

    /** The same of a partition in another collection. */
    private static Sight elsewhere() {
        Sight sight = Sights.remembering(Sights.BOUND);
        Wish wish = sight.wish();
        Wish other = new Wish(
                wish.uid(),
                wish.generation(),
                new PartitionAddress(new CollectionAddress(Sights.ENDPOINT, "default", "film"), "novel"),
                wish.ensure(),
                wish.deletionPolicy(),
                wish.adoptionPolicy(),
                wish.onExternalDrop(),
                wish.guard(),
                wish.caution(),
                wish.lifecycle(),
                wish.activity(),
                wish.accepted());
        return new Sight(sight.resource(), sight.reach(), other, sight.memory(), sight.plan());
    }
}
