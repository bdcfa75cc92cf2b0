package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.Condition;
import io.milvusops.api.ConditionStatus;
import io.milvusops.partition.Reason;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Whoever reads of a drop that waits reads in the same place how to call it off. */
class StatusesTest {

    private static Condition dropBlocked(Sight sight) {
        return Objects.requireNonNull(Statuses.compose(
                                sight,
                                sight.plan(),
                                sight.plan().reason().progress(),
                                new Particulars(OptionalLong.empty(), Optional.empty(), Optional.empty()),
                                Instant.EPOCH)
                        .conditions())
                .get(3);
    }

    @Test
    void shouldTellHowToCancelAnAbsenceThatWaits() {
        Condition condition = dropBlocked(Sights.absent(Reason.ROWS_PRESENT));

        assertThat(condition.status()).isEqualTo(ConditionStatus.TRUE);
        assertThat(condition.message()).isEqualTo("because; to cancel the drop, set spec.ensure: present");
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
    void shouldNotCallADropBlockedThatIsOnItsWay() {
        assertThat(dropBlocked(Sights.deleting(Reason.DROPPING)).status()).isEqualTo(ConditionStatus.FALSE);
    }

    @Test
    void shouldNotCallADropBlockedThatNobodyOrdered() {
        assertThat(dropBlocked(Sights.of(Sights.resource(1, Map.of()), Sights.BOUND, Reason.PAUSED))
                        .status())
                .isEqualTo(ConditionStatus.FALSE);
    }
}
