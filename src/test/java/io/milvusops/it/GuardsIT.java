package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.DropOutcome;
import io.milvusops.api.DropStatus;
import io.milvusops.api.LoadState;
import io.milvusops.api.MeasuredStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a user puts between an order and its drop, on real servers. */
class GuardsIT {

    private static Stage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    private static void bound(String collection, String guard) {
        stage.prepare(collection);
        stage.client.createPartition(collection, "novel");
        stage.apply(Stage.partition(collection, "novel", "novel", guard));
        stage.awaitReason(collection, "novel", "Present");
    }

    private static MilvusPartitionStatus status(String collection) {
        return stage.get(collection, "novel").map(MilvusPartition::getStatus).orElseThrow();
    }

    private static String confirmation(String collection) {
        MilvusPartition resource = stage.get(collection, "novel").orElseThrow();
        return stage.id(collection, "novel") + "." + resource.getMetadata().getGeneration();
    }

    @Test
    void shouldHoldADeletionUntilItIsConfirmed() {
        bound("confirm", ", dropGuard: {confirmation: Required}");
        stage.delete("confirm", "novel");
        stage.awaitReason("confirm", "novel", "ConfirmationRequired");
        stage.awaitPartitions("confirm", "novel");

        stage.annotate("confirm", "novel", "confirm-drop", confirmation("confirm"));

        stage.awaitGone("confirm", "novel");
        stage.awaitPartitions("confirm");
    }

    @Test
    void shouldNameTheConfirmationInTheMessage() {
        bound("named", ", dropGuard: {confirmation: Required}");
        stage.delete("named", "novel");
        stage.awaitReason("named", "novel", "ConfirmationRequired");

        assertThat(Objects.requireNonNull(status("named").conditions()).get(0).message())
                .contains("milvusops.io/confirm-drop: \"" + confirmation("named") + "\"");
    }

    @Test
    void shouldNotTakeTheConfirmationOfAnAbsenceForADeletion() {
        bound("reused", ", dropGuard: {confirmation: Required}");
        stage.apply(
                Stage.partition("reused", "novel", "novel", ", dropGuard: {confirmation: Required}, ensure: absent"));
        stage.awaitReason("reused", "novel", "ConfirmationRequired");
        String given = confirmation("reused");
        stage.apply(
                Stage.partition("reused", "novel", "novel", ", dropGuard: {confirmation: Required}, ensure: present"));
        stage.awaitReason("reused", "novel", "Present");
        stage.annotate("reused", "novel", "confirm-drop", given);

        stage.delete("reused", "novel");

        stage.awaitReason("reused", "novel", "ConfirmationRequired");
        stage.awaitPartitions("reused", "novel");
    }

    @Test
    void shouldHoldAnAbsenceForItsDelayAndThenDrop() {
        bound("delay", "");

        stage.apply(Stage.partition("delay", "novel", "novel", ", dropGuard: {delay: 4s}, ensure: absent"));

        stage.awaitReason("delay", "novel", "DelayPending");
        stage.awaitPartitions("delay", "novel");
        stage.awaitReason("delay", "novel", "Dropped");
        DropStatus drop = Objects.requireNonNull(status("delay").drop());
        assertThat(Duration.between(
                        Instant.parse(Objects.requireNonNull(drop.requestedAt())),
                        Instant.parse(Objects.requireNonNull(drop.attemptedAt()))))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void shouldKeepThePartitionWhenADelayedDeletionIsCancelled() {
        bound("cancel", ", dropGuard: {delay: 1h}");
        stage.delete("cancel", "novel");
        stage.awaitReason("cancel", "novel", "DelayPending");

        stage.annotate("cancel", "novel", "abandon", "true");

        stage.awaitGone("cancel", "novel");
        stage.awaitPartitions("cancel", "novel");
    }

    @Test
    void shouldDropAnEmptyPartitionThatMayHoldNoRows() {
        bound("empty", ", dropGuard: {maxRows: 0}");

        stage.delete("empty", "novel");

        stage.awaitGone("empty", "novel");
        stage.awaitPartitions("empty");
    }

    @Test
    void shouldHoldADropForRowsThatWereInsertedAMomentAgo() {
        bound("rows", ", dropGuard: {maxRows: 0}");
        stage.client.insert("rows", "novel", 0, 3);

        stage.delete("rows", "novel");

        stage.awaitReason("rows", "novel", "RowsPresent");
        stage.awaitPartitions("rows", "novel");
    }

    @Test
    void shouldDropAtOnceWhenTheRowLimitIsRaised() {
        bound("raised", ", dropGuard: {maxRows: 0}");
        stage.client.insert("raised", "novel", 0, 3);
        stage.apply(Stage.partition("raised", "novel", "novel", ", dropGuard: {maxRows: 0}, ensure: absent"));
        stage.awaitReason("raised", "novel", "RowsPresent");

        stage.apply(Stage.partition("raised", "novel", "novel", ", dropGuard: {maxRows: 3}, ensure: absent"));

        stage.awaitReason("raised", "novel", "Dropped");
        stage.awaitPartitions("raised");
    }

    @Test
    void shouldMeasureOnRequest() {
        bound("measure", "");

        stage.annotate("measure", "novel", "reconcile-requested-at", "now");

        stage.eventually(
                () -> "now".equals(status("measure").lastHandledReconcileAt()),
                () -> status("measure").toString());
        assertThat(Optional.ofNullable(status("measure").measured()))
                .hasValueSatisfying(measured -> assertThat(measured)
                        .extracting(MeasuredStatus::rowCount, MeasuredStatus::loadState)
                        .containsExactly(0L, LoadState.NOT_LOADED));
    }

    @Test
    void shouldCreateAnewWhatIsWantedAgainAfterItsDrop() {
        bound("again", "");
        stage.apply(Stage.partition("again", "novel", "novel", ", onExternalDrop: Report, ensure: absent"));
        stage.awaitReason("again", "novel", "Dropped");
        assertThat(Objects.requireNonNull(status("again").drop()).outcome()).isEqualTo(DropOutcome.DROPPED);

        stage.apply(Stage.partition("again", "novel", "novel", ", onExternalDrop: Report, ensure: present"));

        stage.awaitReason("again", "novel", "Present");
        stage.awaitPartitions("again", "novel");
    }
}
