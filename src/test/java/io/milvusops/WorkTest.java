package io.milvusops;

import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;

import io.javaoperatorsdk.operator.Operator;
import io.milvusops.reconcile.Assembly;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class WorkTest {

    private final Operator operator = mock();
    private final Assembly assembly = mock();

    /** Until then a cache that shows nothing may not be filled yet. */
    @Test
    void shouldSayThatTheWatchesAreInStepWhenTheFrameworkHasStarted() {
        try (Work work = new Work()) {
            work.begin(operator, assembly);

            InOrder order = inOrder(operator, assembly);
            order.verify(operator).start();
            order.verify(assembly).started();
        }
    }

    /** What a watch that has ended does not show may still be there. */
    @Test
    void shouldLetNothingBeConcludedFromTheWatchesBeforeTheFrameworkEndsThem() {
        Work work = new Work();
        work.begin(operator, assembly);

        work.close();

        InOrder order = inOrder(operator, assembly);
        order.verify(assembly).stopping();
        order.verify(operator).stop();
    }
}
