package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.milvusops.api.Condition;
import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.OnDelete;
import io.milvusops.partition.Caution;
import io.milvusops.partition.Intent;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Reason;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever reads of a drop that waits reads in the same place how to call it off. */
class StatusesTest {

    private static Patience.Verdict verdict(Sight sight, Patience.Outlook outlook) {
        return new Patience.Verdict(sight.plan().reason().progress(), outlook, Optional.empty(), Optional.empty());
    }

    private static MilvusPartitionStatus compose(Sight sight, Patience.Outlook outlook) {
        return Statuses.compose(
                sight,
                sight.plan(),
                verdict(sight, outlook),
                new Particulars(OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                Instant.EPOCH);
    }

    private static MilvusPartitionStatus compose(Sight sight) {
        return compose(sight, Patience.Outlook.PASSING);
    }

    private static Condition dropBlocked(Sight sight) {
        return dropBlocked(sight, Patience.Outlook.LASTING);
    }

    private static Condition dropBlocked(Sight sight, Patience.Outlook outlook) {
        return Objects.requireNonNull(compose(sight, outlook).conditions()).get(3);
    }

    @Test
    void shouldTellHowToCancelAnAbsenceThatWaits() {
        Condition condition = dropBlocked(Sights.absent(Reason.ROWS_PRESENT));

        assertThat(condition.status()).isEqualTo(ConditionStatus.TRUE);
        assertThat(condition.message()).isEqualTo("because; to cancel the drop, set spec.ensure: present");
    }

    @Test
    void shouldNotCallADropBlockedThatIsOnItsWay() {
        Condition condition = dropBlocked(Sights.deleting(Reason.DROPPING), Patience.Outlook.PASSING);

        assertThat(condition.status()).isEqualTo(ConditionStatus.FALSE);
    }

    /** Whatever keeps it from going on, nobody waits for it unawares. */
    @Test
    void shouldCallADropBlockedThatHasBeenOnItsWayForLong() {
        Condition condition = dropBlocked(Sights.deleting(Reason.DROPPING), Patience.Outlook.LASTING);

        assertThat(condition.status()).isEqualTo(ConditionStatus.TRUE);
    }

    @Test
    void shouldCallADropBlockedWhoseOutcomeIsUnknown() {
        Condition condition = dropBlocked(Sights.absent(Reason.OUTCOME_UNKNOWN), Patience.Outlook.PASSING);

        assertThat(condition.status()).isEqualTo(ConditionStatus.TRUE);
    }

    @Test
    void shouldTellHowToCancelADeletionThatWaits() {
        Condition condition = dropBlocked(Sights.deleting(Reason.PAUSED));

        assertThat(condition.status()).isEqualTo(ConditionStatus.TRUE);
        assertThat(condition.message())
                .isEqualTo("because; to cancel the drop, set spec.deletionPolicy: Retain, or the annotation"
                        + " milvusops.io/abandon: \"true\"");
    }

    @Test
    void shouldSayThatTheAnnotationThatAbandonsHasAnotherValue() {
        assertThat(dropBlocked(Sights.deleting(Reason.PAUSED, Map.of("milvusops.io/abandon", "yes")))
                        .message())
                .endsWith("milvusops.io/abandon: \"true\", which has another value now");
    }

    @Test
    void shouldNotSayOfTheRightValueThatItIsAnother() {
        assertThat(dropBlocked(Sights.deleting(Reason.OUTCOME_UNKNOWN, Map.of("milvusops.io/abandon", "true")))
                        .message())
                .endsWith("milvusops.io/abandon: \"true\"");
    }

    @Test
    void shouldNotCallADropBlockedThatNobodyOrdered() {
        assertThat(dropBlocked(Sights.of(Sights.resource(1, Map.of()), Sights.BOUND, Reason.PAUSED))
                        .status())
                .isEqualTo(ConditionStatus.FALSE);
    }

    private static @Nullable OnDelete onDelete(Sight sight) {
        return compose(sight).onDelete();
    }

    private static final Memory INTENDING =
            Memory.NONE.intending(new Intent(Sights.ENDPOINT, 100, 101, 50, OptionalLong.empty(), 1));

    static Stream<Arguments> deletions() {
        return Stream.of(
                arguments("what is bound", Sights.BOUND, Reason.PRESENT, OnDelete.DROP),
                arguments("nothing bound", Memory.NONE, Reason.COLLECTION_NOT_FOUND, OnDelete.NOTHING),
                arguments("what may come of a creation", INTENDING, Reason.CREATING, OnDelete.DROP),
                arguments("what another one owns", Sights.BOUND, Reason.CLAIMED_BY_OTHER, OnDelete.NOTHING));
    }

    /** A policy of the API server lets everything be deleted that is not to be dropped. */
    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("deletions")
    void shouldTellWhatItsDeletionWouldDo(String what, Memory memory, Reason reason, OnDelete told) {
        assertThat(onDelete(Sights.of(Sights.resource(1, Map.of()), memory, reason)))
                .isEqualTo(told);
    }

    static Stream<Arguments> abandonments() {
        return Stream.of(
                arguments(
                        "true",
                        OnDelete.RETAIN,
                        "because; the annotation milvusops.io/abandon lets a deletion of this"
                                + " resource drop nothing"),
                arguments(
                        "yes",
                        OnDelete.DROP,
                        "because; the annotation milvusops.io/abandon does nothing, because its"
                                + " value is not \"true\""),
                arguments("false", OnDelete.DROP, "because"));
    }

    private static String ready(Sight sight) {
        return Objects.requireNonNull(compose(sight).conditions()).get(0).message();
    }

    /** Beforehand, when it can be corrected. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("abandonments")
    void shouldTellBeforeTheDeletionWhetherItIsAbandoned(String value, OnDelete told, String said) {
        Sight live = Sights.of(Sights.resource(1, Map.of("milvusops.io/abandon", value)), Sights.BOUND, Reason.PRESENT);

        assertThat(onDelete(live)).isEqualTo(told);
        assertThat(ready(live)).isEqualTo(said);
    }

    @Test
    void shouldSayNothingOfAnAbandonmentWhereNothingWouldBeDropped() {
        Sight unbound = Sights.of(
                Sights.resource(1, Map.of("milvusops.io/abandon", "yes")), Memory.NONE, Reason.COLLECTION_NOT_FOUND);

        assertThat(ready(unbound)).isEqualTo("because");
    }

    @Test
    void shouldTellOfAnAnnotationThatMeansNothing() {
        Sight live = Sights.of(
                Sights.resource(1, Map.of("milvusops.io/pasued", "true", "milvusops.io/zzz", "", "other.io/x", "")),
                Sights.BOUND,
                Reason.PRESENT);

        assertThat(ready(live))
                .isEqualTo("because; what means nothing to this version among its annotations: milvusops.io/pasued,"
                        + " milvusops.io/zzz");
    }

    static Stream<Arguments> guarded() {
        Caution.Confirmation required = Caution.Confirmation.REQUIRED;
        Caution.Confirmation none = Caution.Confirmation.NONE;
        String anew = "because; a change of the spec is a new order, which asks for ";
        return Stream.of(
                arguments(Reason.ROWS_PRESENT, required, 0, anew + "the confirmation anew"),
                arguments(Reason.ROW_COUNT_UNKNOWN, none, 60, anew + "the delay anew"),
                arguments(Reason.PARTITION_LOADED, required, 60, anew + "the confirmation and the delay anew"),
                arguments(Reason.ROWS_PRESENT, none, 0, "because"),
                arguments(Reason.PAUSED, required, 60, "because"));
    }

    /** The way out of the guard is a way back to what was confirmed and waited for before. */
    @ParameterizedTest
    @MethodSource("guarded")
    void shouldTellWhatAChangeOfTheGuardAsksForAnew(
            Reason reason, Caution.Confirmation confirmation, long delay, String said) {
        Caution caution = new Caution(confirmation, Duration.ofSeconds(delay), Optional.empty());

        assertThat(ready(Sights.guarded(Sights.absent(reason), caution))).isEqualTo(said);
    }

    @Test
    void shouldTellThatAnAbsenceIsNotAbandoned() {
        Sight absent = Sights.absent(Reason.PAUSED, Map.of("milvusops.io/abandon", "true"));

        assertThat(dropBlocked(absent).message())
                .isEqualTo("because; to cancel the drop, set spec.ensure: present; the annotation milvusops.io/abandon"
                        + " counts only for a deletion of this resource");
    }

    static Stream<Arguments> waits() {
        return Stream.of(
                arguments("being deleted", Sights.deleting(Reason.SERVER_UNREACHABLE), "being deleted; because"),
                arguments("being dropped", Sights.deleting(Reason.DROPPING), "because"),
                arguments("to be absent", Sights.absent(Reason.SERVER_UNREACHABLE), "because"),
                arguments("live", Sights.saying(Reason.SERVER_UNREACHABLE), "because"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waits")
    void shouldTellAWaitToBeDeletedFromThatOfALiveResource(String what, Sight sight, String said) {
        assertThat(ready(sight)).isEqualTo(said);
    }
}
