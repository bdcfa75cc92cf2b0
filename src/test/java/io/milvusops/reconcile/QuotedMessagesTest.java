package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.lane.LaneMessages;
import io.milvusops.partition.Access;
import io.milvusops.partition.Binding;
import io.milvusops.partition.Budget;
import io.milvusops.partition.Caution;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.DropGuard;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Flight;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.KindState;
import io.milvusops.partition.Listing;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Planner;
import io.milvusops.partition.Reason;
import io.milvusops.partition.RowCount;
import io.milvusops.partition.Situation;
import io.milvusops.partition.Snapshot;
import io.milvusops.partition.Standing;
import io.milvusops.partition.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents show of the condition DropBlocked is what the operator says. */
class QuotedMessagesTest {

    private static final Path TROUBLESHOOTING = Path.of("docs", "troubleshooting.md");

    /** In a table of kubectl, in a line of the log, and alone after the command that asks for it. */
    private static final List<Pattern> QUOTES = List.of(
            Pattern.compile("(?m)^\\S+ +\\S+ +\\S+Z +[A-Z]\\w+ +(.+)$"),
            Pattern.compile("(?m)Announcer [A-Z]\\w+: (.+) kind=.* reason=\"DropBlocked\"$"),
            Pattern.compile("(?m)DropBlocked\"\\)].message}\\{\"\\\\n\"}'\n(.+)$"));

    static List<String> quoted() throws IOException {
        String documents = Files.readString(Path.of("README.md")) + Files.readString(TROUBLESHOOTING);
        return QUOTES.stream()
                .flatMap(quote -> quote.matcher(documents).results())
                .map(found -> found.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("quoted")
    void shouldBeWhatTheOperatorSays(String message) {
        assertThat(Set.of(confirmation(), rows(), LaneMessages.loaded()))
                .map(said -> said + Statuses.wayOut(Sights.deleting(Reason.CONFIRMATION_REQUIRED)))
                .contains(message);
    }

    private static String rows() {
        return new DropGuard(OptionalLong.of(0), Wish.WhenLoaded.RELEASE)
                .objectionTo(new RowCount.Counted(10000, RowCount.Bound.EXACT))
                .orElseThrow()
                .message();
    }

    private static String confirmation() {
        Wish given = Sights.deleting(Reason.DROPPING).wish();
        Wish wish = new Wish(
                given.uid(),
                2,
                given.address(),
                given.ensure(),
                given.deletionPolicy(),
                given.adoptionPolicy(),
                given.onExternalDrop(),
                given.guard(),
                new Caution(Caution.Confirmation.REQUIRED, Duration.ZERO, Optional.empty()),
                given.lifecycle(),
                given.activity(),
                given.accepted());
        Incarnation incarnation = new Incarnation(470706275123200044L, 470706275123600110L);
        return Planner.plan(new Situation(
                        wish,
                        new Memory(
                                Optional.of(new Binding(Sights.ENDPOINT, incarnation, "book", Binding.Origin.ADOPTED)),
                                Optional.empty(),
                                Optional.empty()),
                        new Access.Granted(Sights.ENDPOINT, Access.Change.UNACCEPTED),
                        Standing.Owner.ALONE,
                        new Observation.Listed(showing(wish, incarnation)),
                        new Observation.Listed(showing(wish, incarnation)),
                        Flight.NONE,
                        KindState.SERVED,
                        new Budget.Unlimited(),
                        Instant.EPOCH))
                .message();
    }

    private static Snapshot showing(Wish wish, Incarnation incarnation) {
        return new Snapshot(
                wish.address().collection(),
                new CollectionDescription(incarnation.collectionId(), "default", "book"),
                new Listing(1, Map.of(wish.address().partition(), new Entry(incarnation.partitionId(), 1))),
                Set.of(),
                Map.of(),
                0,
                0);
    }
}
