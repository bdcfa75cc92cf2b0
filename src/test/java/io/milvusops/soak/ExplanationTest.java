package io.milvusops.soak;

import static io.milvusops.soak.Told.DELETING;
import static io.milvusops.soak.Told.PLAIN;
import static io.milvusops.soak.Told.annotated;
import static io.milvusops.soak.Told.collections;
import static io.milvusops.soak.Told.specified;
import static io.milvusops.soak.Told.there;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A cause explains a wait for as long as it is there, and no longer. */
class ExplanationTest {

    private static final World NO_PARTITION = collections(Map.of("book", Map.of()));
    private static final String REFUSE = ", adoptionPolicy: Refuse";
    private static final String REPORT = ", onExternalDrop: Report";
    private static final String ABSENT = ", ensure: absent";
    private static final String CONFIRMATION = ", dropGuard: {confirmation: Required}";
    private static final String DELAY = ", dropGuard: {delay: 2s}";
    private static final String NO_ROWS = ", dropGuard: {maxRows: 0}";
    private static final String BLOCK = ", dropGuard: {whenLoaded: Block}";
    private static final String BUDGET_OF_ONE = ", dropBudget: {limit: 1, window: 1m}";
    private static final String BUDGET_OF_TWO = ", dropBudget: {limit: 2, window: 1m}";
    private static final World LOADED =
            new World(there(Planted.ID).collections(), Map.of(), Set.of(Planted.ID), Map.of());
    private static final World ROW = there(Planted.ID).with(Map.of(Planted.ID, 1L));
    private static final Told CLAIMED = PLAIN.after(planted -> planted.version(0, "b", "", ""));
    private static final Told MOVED = PLAIN.after(planted -> planted.move(0, ""));

    static Stream<Arguments> causes() {
        return Stream.of(
                arguments("Paused", annotated("paused", "true")),
                arguments("NotAllowed", narrowed()),
                arguments("ConnectionNotFound", specified(", connectionRef: {name: other}")),
                arguments("ConnectionNotReady", PLAIN.after(planted -> planted.move(0, DELETING))),
                arguments("CollectionNotFound", PLAIN.in(World.EMPTY)),
                arguments("AliasRefused", PLAIN.in(new World(Map.of(), Map.of("book", "film"), Set.of(), Map.of()))),
                arguments("ClaimedByOther", CLAIMED),
                arguments("HandingOver", CLAIMED.marked(DELETING)),
                arguments("AlreadyExists", specified(REFUSE)),
                arguments("PartitionReplaced", PLAIN.in(there(8))),
                arguments("Reappeared", specified(ABSENT).in(there(8))),
                arguments("ExternallyDropped", specified(REPORT).in(NO_PARTITION)),
                arguments("EndpointChanged", MOVED),
                arguments("ConfirmationRequired", specified(CONFIRMATION)),
                arguments(
                        "ConfirmationRequired", annotated("confirm-drop", "7.2").with(CONFIRMATION)),
                arguments(
                        "ConfirmationRequired", annotated("confirm-drop", "8.1").with(CONFIRMATION)),
                arguments("DelayPending", specified(DELAY).at(1_999)),
                arguments("RowsPresent", specified(NO_ROWS).in(ROW)),
                arguments("PartitionLoaded", specified(BLOCK).in(LOADED)),
                arguments("BudgetExhausted", budgeted(BUDGET_OF_ONE).at(59_000)));
    }

    static Stream<Arguments> causesThatAreNotThere() {
        return Stream.of(
                arguments("Paused", PLAIN),
                arguments("NotAllowed", PLAIN),
                arguments("NotAllowed", specified(", connectionRef: {name: other}")),
                arguments("ConnectionNotFound", PLAIN),
                arguments("ConnectionNotReady", PLAIN),
                arguments("CollectionNotFound", PLAIN),
                arguments("AliasRefused", PLAIN),
                arguments("ClaimedByOther", PLAIN),
                arguments("HandingOver", PLAIN.marked(DELETING)),
                arguments("HandingOver", CLAIMED),
                arguments("AlreadyExists", PLAIN),
                arguments("AlreadyExists", specified(REFUSE).in(NO_PARTITION)),
                arguments("PartitionReplaced", PLAIN),
                arguments(
                        "PartitionReplaced",
                        annotated("accept-replacement", "8").in(there(8))),
                arguments("Reappeared", PLAIN.in(there(8))),
                arguments("Reappeared", specified(ABSENT).in(NO_PARTITION)),
                arguments(
                        "Reappeared",
                        annotated("accept-replacement", "8").with(ABSENT).in(there(8))),
                arguments("ExternallyDropped", specified(REPORT)),
                arguments("ExternallyDropped", PLAIN.in(NO_PARTITION)),
                arguments("EndpointChanged", PLAIN),
                arguments("EndpointChanged", givenUp()));
    }

    /** What a user has closed may be open by now: the drop must go on then. */
    static Stream<Arguments> openGates() {
        return Stream.of(
                arguments("ConfirmationRequired", PLAIN),
                arguments(
                        "ConfirmationRequired", annotated("confirm-drop", "7.1").with(CONFIRMATION)),
                arguments("DelayPending", PLAIN),
                arguments("DelayPending", specified(DELAY).at(2_000)),
                arguments("DelayPending", delayedLongAgo().at(0)),
                arguments("RowsPresent", PLAIN.in(ROW)),
                arguments("RowsPresent", specified(NO_ROWS)),
                arguments("RowsPresent", specified(", dropGuard: {maxRows: 1}").in(ROW)),
                arguments("RowsPresent", specified(NO_ROWS).in(NO_PARTITION.with(Map.of(Planted.ID, 1L)))),
                arguments("PartitionLoaded", PLAIN.in(LOADED)),
                arguments("PartitionLoaded", specified(BLOCK)),
                arguments("BudgetExhausted", PLAIN),
                arguments("BudgetExhausted", budgeted(BUDGET_OF_TWO).at(59_000)),
                arguments("BudgetExhausted", budgeted(BUDGET_OF_ONE).at(61_001)));
    }

    /** The status was written anew meanwhile, and says the same. */
    private static Told delayedLongAgo() {
        return specified(DELAY)
                .after(planted -> planted.version(
                        -3_000,
                        "a",
                        "",
                        DELAY,
                        Planted.bound("a", Planted.ID) + ", conditions: [{type: Ready, reason: DelayPending}]"));
    }

    private static Told narrowed() {
        return PLAIN.after(planted -> planted.connection(0, ", allowedTargets: [{collection: film}]"));
    }

    private static Told givenUp() {
        return PLAIN.after(planted ->
                planted.move(0, ", annotations: {milvusops.io/accept-endpoint: '" + Planted.ELSEWHERE + "'}"));
    }

    private static Told budgeted(String budget) {
        return PLAIN.after(planted -> planted.spent(1_000, budget, 1, "t"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("causes")
    void shouldAcceptACauseThatIsThere(String reason, Told told) {
        assertThat(told.gap("False", reason)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"causesThatAreNotThere", "openGates"})
    void shouldFindACauseThatIsNotThere(String reason, Told told) {
        assertThat(told.gap("False", reason)).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("openGates")
    void shouldFindAtRestThatADropWaitsAtAnOpenGate(String reason, Told told) {
        assertThat(told.gapAtRest("False", reason)).isNotEmpty();
    }
}
