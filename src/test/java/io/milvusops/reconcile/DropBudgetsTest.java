package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.Binding;
import io.milvusops.partition.Budget;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Reason;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A budget of one drop an hour, in which an order was counted. */
class DropBudgetsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final MilvusConnection ONE_AN_HOUR = oneAnHour();

    private final DropBudgets budgets = new DropBudgets(
            new ResourceWrites(new ApiServer().client),
            key -> Optional.of(ONE_AN_HOUR),
            Clock.fixed(NOON, ZoneOffset.UTC));

    private static MilvusConnection oneAnHour() {
        MilvusConnection connection = Bench.connection("dropBudget: {limit: 1, window: 1h}");
        connection.getMetadata().setResourceVersion("5");
        return connection;
    }

    private static Sight order(long generation, Memory memory) {
        MilvusPartition resource = Bench.novel("", "");
        resource.getMetadata().setGeneration(generation);
        return Sights.of(resource, memory, Reason.DROPPING);
    }

    private Budget budget(Sight order) {
        return budgets.of(Bench.DEFAULT, order.wish(), order.memory());
    }

    @BeforeEach
    void count() {
        budgets.reserve(order(1, Sights.BOUND));
    }

    @Test
    void shouldNotCountAnOrderTwice() {
        assertThat(budget(order(1, Sights.BOUND))).isEqualTo(new Budget.Reserved(NOON));
    }

    /** A change of the spec is a new order. */
    @Test
    void shouldCountAnewWhatIsOrderedAnew() {
        assertThat(budget(order(2, Sights.BOUND))).isNotInstanceOf(Budget.Reserved.class);
    }

    @Test
    void shouldCountAnewTheDropOfAnotherIncarnation() {
        Memory another = new Memory(
                Optional.of(new Binding(Sights.ENDPOINT, new Incarnation(100, 8), "book", Binding.Origin.ADOPTED)),
                Optional.empty(),
                Optional.empty());

        assertThat(budget(order(1, another))).isNotInstanceOf(Budget.Reserved.class);
    }
}
