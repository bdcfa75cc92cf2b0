package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.KindState;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Anybody may name a connection: only lanes that see something make a board. */
class BoardsTest {

    private static final MilvusPartition NAMING =
            Bench.novel("creationTimestamp: \"2026-01-01T00:00:00Z\"", "connectionRef: {name: made-up}", Bench.BOUND);
    private static final ConnectionKey MADE_UP = new ConnectionKey("search", "made-up");

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private MapAssert<Object, Object> kept() {
        return assertThat(bench.boards).extracting("boards", InstanceOfAssertFactories.MAP);
    }

    @Test
    void shouldKeepNothingForAConnectionThatAPassLooksAt() {
        bench.view.look(NAMING, KindState.SERVED);

        kept().isEmpty();
    }

    @Test
    void shouldKeepNothingForAConnectionThatAResourceNames() {
        bench.show(NAMING);

        bench.enrolment().enter(NAMING);

        kept().isEmpty();
    }

    @Test
    void shouldKeepNothingForAConnectionWhoseLastResourceGoes() {
        bench.boards.forget(new LaneKey(MADE_UP, Bench.BOOK));

        kept().isEmpty();
    }

    @Test
    void shouldKeepWhatWasSeenOfTheOtherCollections() {
        bench.board();

        bench.boards.forget(new LaneKey(Bench.DEFAULT, Bench.BOOK));

        kept().containsOnlyKeys(Bench.DEFAULT);
    }
}
