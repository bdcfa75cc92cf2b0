package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.milvusops.lane.ScriptedServer;
import io.milvusops.ops.OperatorMetrics;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An API server that is away must not hold the end up, and a slow one must not cost the record. */
class StoppingLoopTest {

    private final ApiServer apiServer = new ApiServer();
    private final Announcer announcer = new Announcer(apiServer.events.client, "test");
    private final Loop loop = new Loop(
            apiServer.client,
            (uri, login, timeout) -> new ScriptedServer(),
            new OperatorMetrics(),
            announcer,
            new ConnectionLookup(mock(), new Watching()),
            mock(),
            key -> {});

    @AfterEach
    void close() {
        loop.close();
        announcer.close();
    }

    private Duration finishing() {
        long began = System.nanoTime();
        loop.finish();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void shouldWaitFiveSecondsForAnOutcomeThatCannotBePutOnRecord() {
        loop.told("uid");

        assertThat(finishing()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
    }

    @Test
    void shouldNotWaitWhenEveryOutcomeIsOnRecord() {
        assertThat(finishing()).isLessThan(Duration.ofSeconds(5));
    }
}
