package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class ExclusionTest {

    private static final Set<Thread.State> STANDS = EnumSet.of(Thread.State.BLOCKED, Thread.State.TERMINATED);

    private final Exclusion<String> exclusion = new Exclusion<>();

    /** Works under the key "one" until it is let go. */
    private final class Worker {

        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private final Thread thread = new Thread(() -> exclusion.alone("one", () -> {
            inside.countDown();
            await(go);
            return inside;
        }));

        Worker come() {
            thread.start();
            return this;
        }

        Worker inside() {
            await(inside);
            return this;
        }

        Thread.State stands() {
            while (!STANDS.contains(thread.getState())) {
                Thread.onSpinWait();
            }
            return thread.getState();
        }

        void end() throws InterruptedException {
            go.countDown();
            thread.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void shouldLetNobodyInWhileAnotherWorksUnderTheKey() throws InterruptedException {
        Worker first = new Worker().come().inside();
        Worker second = new Worker().come();

        assertThat(second.stands()).isEqualTo(Thread.State.BLOCKED);

        first.end();
        second.end();
    }

    @Test
    void shouldLetNobodyInWhoComesAfterTheFirstHasGone() throws InterruptedException {
        Worker first = new Worker().come().inside();
        Worker second = new Worker().come();
        second.stands();
        first.end();
        second.inside();
        Worker third = new Worker().come();

        assertThat(third.stands()).isEqualTo(Thread.State.BLOCKED);

        second.end();
        third.end();
    }

    @Test
    void shouldNotWaitForWhoWorksUnderAnotherKey() throws InterruptedException {
        Worker first = new Worker().come().inside();

        assertThat(exclusion.alone("another", () -> "done")).isEqualTo("done");

        first.end();
    }

    @Test
    void shouldKeepNothingOfAKeyUnderWhichNobodyWorksAnyMore() {
        exclusion.alone("one", () -> "done");

        assertThat(exclusion).extracting("gates", InstanceOfAssertFactories.MAP).isEmpty();
    }

    @Test
    void shouldKeepNothingOfWorkThatFails() {
        assertThatIllegalStateException()
                .isThrownBy(() -> exclusion.alone("one", () -> {
                    throw new IllegalStateException("broken");
                }));

        assertThat(exclusion).extracting("gates", InstanceOfAssertFactories.MAP).isEmpty();
    }
}
