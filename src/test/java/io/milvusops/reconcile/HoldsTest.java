package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MetadataKeys;
import io.milvusops.lane.Outcome;
import io.milvusops.partition.Plan;
import io.milvusops.partition.Reason;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HoldsTest {

    private static final Sight ORDER = Sights.asking(2, Map.of());
    private static final Outcome.Refused LOADED = new Outcome.Refused(Reason.PARTITION_LOADED, "loaded");
    private static final Outcome.Answered DONE = new Outcome.Answered(OptionalLong.empty(), 7);

    private long now = Long.MAX_VALUE - 5;
    private final Holds holds = new Holds(() -> now);

    @BeforeEach
    void refuse() {
        holds.begun(ORDER);
        holds.ended("uid", LOADED);
    }

    @Test
    void shouldPauseAfterARefusal() {
        assertThat(holds.pause(ORDER)).contains(Duration.ofSeconds(5));
    }

    @Test
    void shouldTryAgainAfterThePause() {
        now += Duration.ofSeconds(5).toNanos();

        assertThat(holds.pause(ORDER)).isEmpty();
    }

    @Test
    void shouldPauseLongerAfterEveryRefusalUpToHalfAMinute() {
        holds.ended("uid", LOADED);
        holds.ended("uid", LOADED);
        holds.ended("uid", LOADED);

        assertThat(holds.pause(ORDER)).contains(Duration.ofSeconds(30));
    }

    @Test
    void shouldTryAtOnceWhenTheSpecChanged() {
        assertThat(holds.pause(Sights.asking(3, Map.of()))).isEmpty();
    }

    @Test
    void shouldTryAtOnceWhenAnAnnotationChanged() {
        assertThat(holds.pause(Sights.asking(2, Map.of("milvusops.io/accept-replacement", "8"))))
                .isEmpty();
    }

    @Test
    void shouldNotTakeTheOperatorsOwnIntentForAChangeByAUser() {
        assertThat(holds.pause(Sights.asking(2, Map.of("milvusops.io/create-intent", "uid 1 2 - 2 http://milvus"))))
                .isPresent();
    }

    /** A server that says "done" and does nothing must not be asked in a circle. */
    @Test
    void shouldPauseAfterAnAnswerWhoseEffectIsNotSeen() {
        holds.cleared("uid");

        holds.ended("uid", DONE);

        assertThat(holds.pause(ORDER)).contains(Duration.ofSeconds(5));
        assertThat(holds.told(ORDER).reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
    }

    /** Each is found by looking: the next look may find the same, and needs no record of its own. */
    @ParameterizedTest
    @EnumSource(names = {"ROWS_PRESENT", "ROW_COUNT_UNKNOWN", "PARTITION_LOADED"})
    void shouldTakeWhatALookFindsForAnObjection(Reason found) {
        holds.ended("uid", new Outcome.Refused(found, "found"));

        assertThat(holds.objected(ORDER)).isTrue();
    }

    @Test
    void shouldTakeWhatTheServerSaysOfACallForNoObjection() {
        holds.ended("uid", new Outcome.Refused(Reason.SERVER_BUSY, "busy"));

        assertThat(holds.objected(ORDER)).isFalse();
    }

    @Test
    void shouldTellTheRefusalUntilAWriteSucceeds() {
        assertThat(holds.told(ORDER).reason()).isEqualTo(Reason.PARTITION_LOADED);
    }

    @Test
    void shouldTellNothingMoreAfterAWriteSucceeded() {
        holds.cleared("uid");

        assertThat(holds.told(ORDER)).isEqualTo(ORDER.plan());
    }

    /** The lane found that it must not be sent, which says nothing of what the server refused before. */
    @ParameterizedTest
    @EnumSource(names = {"DROPPING", "OBSERVING", "CONNECTION_NOT_READY"})
    void shouldTellTheRefusalAlsoAfterAWriteThatWasNotSent(Reason unsent) {
        holds.ended("uid", new Outcome.Refused(unsent, "the resource changed"));

        assertThat(holds.told(ORDER).reason()).isEqualTo(Reason.PARTITION_LOADED);
    }

    @Test
    void shouldTryAtOnceWhatWasNotSent() {
        holds.ended("uid", new Outcome.Refused(Reason.DROPPING, "the resource changed"));

        assertThat(holds.pause(ORDER)).isEmpty();
    }

    /** Somebody who edits a resource again and again does not shorten the pauses of the server. */
    @Test
    void shouldPauseLongerAfterTheNextRefusalAlsoWhenAWriteWasNotSentInBetween() {
        holds.ended("uid", new Outcome.Refused(Reason.DROPPING, "the resource changed"));

        holds.ended("uid", LOADED);

        assertThat(holds.pause(ORDER)).contains(Duration.ofSeconds(10));
    }

    @Test
    void shouldTellNothingMoreOfAPartitionThatWasReplaced() {
        holds.ended("uid", new Outcome.Refused(Reason.PARTITION_REPLACED, "another one"));

        assertThat(holds.told(ORDER)).isEqualTo(ORDER.plan());
    }

    @Test
    void shouldDoubleThePause() {
        holds.ended("uid", LOADED);

        assertThat(holds.pause(ORDER)).contains(Duration.ofSeconds(10));
    }

    @Test
    void shouldForgetTheRefusalOfAResourceThatIsGone() {
        holds.forget("uid");

        assertThat(holds.told(ORDER)).isEqualTo(ORDER.plan());
    }

    /** What the operator itself notes on the resource is nobody's wish. */
    @Test
    void shouldPauseThoughTheIntentOfTheRefusedCreationIsTakenBack() {
        holds.begun(Sights.asking(2, Map.of(MetadataKeys.CREATE_INTENT, "uid 100 5 - 2 http://milvus:19530")));

        assertThat(holds.pause(ORDER)).contains(Duration.ofSeconds(5));
    }

    @Test
    void shouldTellWhatTheServerSaidOfACallOfUnknownOutcome() {
        holds.ended("uid", outOfMemory(now));

        assertThat(holds.told(ORDER))
                .extracting(Plan::reason, Plan::message)
                .containsExactly(
                        Reason.QUOTA_EXCEEDED,
                        "out of memory; the call may have taken effect, which is asked before it is repeated");
    }

    @Test
    void shouldPauseAfterACallOfUnknownOutcomeFromTheMomentThatSettlesIt() {
        holds.cleared("uid");

        holds.ended("uid", outOfMemory(now + Duration.ofSeconds(3).toNanos()));

        assertThat(holds.pause(ORDER)).contains(Duration.ofSeconds(8));
    }

    @Test
    void shouldPauseLongerAfterEveryCallOfUnknownOutcomeUpToHalfAMinute() {
        holds.ended("uid", outOfMemory(now));
        holds.ended("uid", outOfMemory(now));
        holds.ended("uid", outOfMemory(now));

        assertThat(holds.pause(ORDER)).contains(Duration.ofSeconds(30));
    }

    private static Outcome.Unknown outOfMemory(long settledAfterNanos) {
        return new Outcome.Unknown(Reason.QUOTA_EXCEEDED, "out of memory", settledAfterNanos);
    }
}
