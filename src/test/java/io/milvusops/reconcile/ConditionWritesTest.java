package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.Reason;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ConditionWritesTest {

    private final ApiServer apiServer = new ApiServer();
    private final ConditionWrites writes =
            new ConditionWrites(apiServer.client, new ResourceWrites(apiServer.client), Clock.systemUTC());

    /** What a later version wrote there is kept. */
    @Test
    void shouldLeaveAStatusAsItIsThatIsNotUnderstood() {
        assertThat(writes.write(
                        Bench.novel("", "", "conditions: broken"),
                        new ConditionWrites.Saying(Reason.NOT_UNDERSTOOD, "broken", false, "")))
                .isEmpty();
    }
}
