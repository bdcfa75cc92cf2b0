package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.Condition;
import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A drop that waits: it says so, says what to do, is not sent meanwhile, and is sent when that was done. */
class HeldDropIT {

    private static final Map<Hold, HeldWorld> WORLDS = new EnumMap<>(Hold.class);
    private static final Map<Hold, Waiting> WAITING = new EnumMap<>(Hold.class);

    private static Stage stage;

    /** What was to be seen while a drop waited. */
    private record Waiting(MilvusPartitionStatus status, int drops) {
        static Waiting of(HeldWorld world) {
            return new Waiting(
                    Optional.of(world.resource())
                            .map(MilvusPartition::getStatus)
                            .orElseThrow(),
                    world.drops());
        }

        Optional<Condition> dropBlocked() {
            return Optional.ofNullable(status.conditions()).stream()
                    .flatMap(List::stream)
                    .filter(condition -> condition.type().equals("DropBlocked"))
                    .findFirst();
        }
    }

    /** All wait at the same time, each in a world of its own. */
    @BeforeAll
    static void begin() throws IOException {
        stage = new Stage();
        for (Hold hold : Hold.values()) {
            WORLDS.put(hold, hold.world(stage));
        }
        WORLDS.forEach((hold, world) -> stage.awaitReason(world.name, "novel", "Present"));
        Set<Hold> begun = EnumSet.noneOf(Hold.class);
        WORLDS.forEach((hold, world) -> unlessLate(() -> {
            hold.begin(world);
            begun.add(hold);
        }));
        begun.forEach(hold -> unlessLate(() -> {
            world(hold).await(hold.reason);
            lookAgain(world(hold));
            WAITING.put(hold, Waiting.of(world(hold)));
        }));
    }

    /** The reason is said at the first look: a drop that does not wait for its end may be sent at any later one. */
    private static void lookAgain(HeldWorld world) {
        world.annotate("reconcile-requested-at", "while waiting");
        stage.await(() -> Optional.ofNullable(world.resource().getStatus())
                .map(MilvusPartitionStatus::lastHandledReconcileAt)
                .equals(Optional.of("while waiting")));
    }

    private static void unlessLate(Runnable work) {
        try {
            work.run();
        } catch (ConditionTimeoutException late) {
            // Fails the tests of this hold, which is not among those that wait, and not those of all others.
            return;
        }
    }

    private static HeldWorld world(Hold hold) {
        return Optional.ofNullable(WORLDS.get(hold)).orElseThrow();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
        WORLDS.values().forEach(HeldWorld::close);
    }

    private static Waiting waiting(Hold hold) {
        assertThat(WAITING.keySet()).as("the drops that wait for their reason").contains(hold);
        return Optional.ofNullable(WAITING.get(hold)).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayThatTheDropIsBlocked(Hold hold) {
        assertThat(waiting(hold).dropBlocked())
                .hasValueSatisfying(blocked -> assertThat(blocked)
                        .extracting(Condition::status, Condition::reason)
                        .containsExactly(ConditionStatus.TRUE, hold.reason));
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameTheExitInTheMessage(Hold hold) {
        assertThat(waiting(hold).dropBlocked())
                .hasValueSatisfying(blocked -> assertThat(blocked.message()).contains(hold.exit));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendNoDropMeanwhile(Hold hold) {
        assertThat(waiting(hold).drops()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropOnceWhenTheExitIsTaken(Hold hold) {
        HeldWorld world = world(hold);

        hold.end(world);

        stage.awaitGone(world.name, "novel");
        assertThat(world.milvus.world().partitions("default", world.name)).containsExactly("_default");
        assertThat(world.drops()).isOne();
    }
}
