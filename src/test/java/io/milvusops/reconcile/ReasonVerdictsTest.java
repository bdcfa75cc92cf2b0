package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.gitops.ArgoCustomization;
import io.milvusops.gitops.Kstatus;
import io.milvusops.gitops.State;
import io.milvusops.partition.Reason;
import io.milvusops.reconcile.PartitionView.Sight;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What tools make of every reason, also of those that last for a moment only and that no server shows when asked to.
 * The build fails for a reason that has no verdict here.
 */
class ReasonVerdictsTest {

    private static final ArgoCustomization ARGO = new ArgoCustomization(Path.of(""), State.Kind.PARTITION.title());

    private enum Verdict {
        DONE("Healthy", Kstatus.CURRENT),
        GOES_ON("Progressing", Kstatus.IN_PROGRESS),
        HELD_ON_PURPOSE("Suspended", Kstatus.IN_PROGRESS),
        NEEDS_A_USER("Degraded", Kstatus.FAILED);

        private final String argo;
        private final Kstatus kstatus;

        Verdict(String argo, Kstatus kstatus) {
            this.argo = argo;
            this.kstatus = kstatus;
        }
    }

    private static Verdict verdict(Reason reason) {
        return switch (reason) {
            case PRESENT, CONNECTED, ABSENT, DROPPED -> Verdict.DONE;
            case PAUSED, CONFIRMATION_REQUIRED, DELAY_PENDING, PARTITION_LOADED, BUDGET_EXHAUSTED ->
                Verdict.HELD_ON_PURPOSE;
            case OBSERVING, CREATING, DROPPING, OUTCOME_UNKNOWN -> Verdict.GOES_ON;
            case RETAINED, NEVER_BOUND, ABANDONED, KIND_BEING_DELETED, HANDING_OVER, IN_USE -> Verdict.GOES_ON;
            case CONNECTION_NOT_FOUND, CONNECTION_NOT_READY, CREDENTIALS_UNAVAILABLE, UNAUTHENTICATED ->
                Verdict.GOES_ON;
            case SERVER_UNREACHABLE, SERVER_BUSY, QUOTA_EXCEEDED, PERMISSION_DENIED -> Verdict.GOES_ON;
            case COLLECTION_NOT_FOUND, PARTITION_NOT_FOUND, NOT_LOADED, INCOMPLETE_ANSWER -> Verdict.GOES_ON;
            case CLAIMED_BY_OTHER, ROW_COUNT_UNKNOWN, INTERNAL_ERROR -> Verdict.GOES_ON;
            case NOT_ALLOWED, ALREADY_EXISTS, EXTERNALLY_DROPPED, PARTITION_REPLACED, REAPPEARED ->
                Verdict.NEEDS_A_USER;
            case ALIAS_REFUSED, PARTITION_KEY_COLLECTION, PARTITION_LIMIT_REACHED, INVALID_NAME -> Verdict.NEEDS_A_USER;
            case ENDPOINT_CHANGED, ROWS_PRESENT, TARGET_CHANGED, WRITE_REFUSED, NOT_UNDERSTOOD -> Verdict.NEEDS_A_USER;
        };
    }

    /** As the operator writes it. */
    private static JsonNode saying(Reason reason, Reason.Progress progress) throws IOException {
        Sight sight = Sights.saying(reason);
        MilvusPartition resource = Sights.resource(1, Map.of());
        resource.setStatus(Statuses.compose(
                sight,
                sight.plan(),
                new Patience.Verdict(progress, Patience.Outlook.LASTING, Optional.empty(), Optional.empty()),
                new Particulars(OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                Instant.EPOCH));
        return new ObjectMapper().readTree(ResourceSerialization.create().asJson(resource));
    }

    @ParameterizedTest
    @EnumSource
    void shouldHaveTheHealthOfItsVerdict(Reason reason) throws IOException {
        assertThat(ARGO.health(saying(reason, reason.progress())).status()).isEqualTo(verdict(reason).argo);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeReadyForOtherToolsByItsVerdict(Reason reason) throws IOException {
        assertThat(Kstatus.of(saying(reason, reason.progress()))).isEqualTo(verdict(reason).kstatus);
    }

    static Stream<Reason> passing() {
        return Stream.of(Reason.values()).filter(reason -> reason.patience().isPresent());
    }

    @ParameterizedTest
    @MethodSource("passing")
    void shouldNeedAUserForEveryToolWhenItDoesNotPass(Reason reason) throws IOException {
        JsonNode late = saying(reason, Reason.Progress.STALLED);

        assertThat(ARGO.health(late).status()).isEqualTo(Verdict.NEEDS_A_USER.argo);
        assertThat(Kstatus.of(late)).isEqualTo(Verdict.NEEDS_A_USER.kstatus);
    }
}
