package io.milvusops.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.milvusops.partition.Binding.Origin;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WhereaboutsTest {

    private static final CollectionAddress BOOK = Scene.BOOK;
    private static final CollectionAddress RENAMED =
            new CollectionAddress(BOOK.endpoint(), BOOK.database(), "book_2025");
    private static final long RECORDED = 100;
    private static final Observation.Unknown UNKNOWN = new Observation.Unknown(Reason.SERVER_UNREACHABLE, "refused");
    private static final Observation NO_NAME = new Observation.NoSuchName(10, Observation.Word.GIVEN);
    private static final Observation MOVED = new Observation.Elsewhere(RECORDED, RENAMED, UNKNOWN);

    /** The collection, what is seen of the recorded one, whether it may be there, and the same behind an edited uri. */
    static Stream<Arguments> rows() {
        return Stream.of(
                arguments("nothing seen", BOOK, UNKNOWN, true, false),
                arguments("no such name", BOOK, NO_NAME, true, false),
                arguments("seen there", BOOK, listed(BOOK, RECORDED, "book"), true, true),
                arguments("seen elsewhere", BOOK, listed(RENAMED, RECORDED, "book_2025"), false, false),
                arguments("where it is seen", RENAMED, listed(RENAMED, RECORDED, "book_2025"), true, true),
                arguments("an alias of it", BOOK, listed(BOOK, RECORDED, "book_2025"), false, false),
                arguments("the name behind the alias", RENAMED, listed(BOOK, RECORDED, "book_2025"), true, true),
                arguments("another has the name", BOOK, listed(BOOK, 200, "book"), false, false),
                arguments("where nobody looked", RENAMED, listed(BOOK, 200, "book"), true, false),
                arguments("found elsewhere", BOOK, MOVED, false, false),
                arguments("where it was found", RENAMED, MOVED, true, true),
                arguments(
                        "another was found elsewhere",
                        BOOK,
                        new Observation.Elsewhere(200, RENAMED, UNKNOWN),
                        true,
                        false));
    }

    private static Observation listed(CollectionAddress address, long collection, String realName) {
        return Scene.listed(address, collection, realName, Map.of());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldSayWhereTheRecordedPartitionMayBe(
            String row, CollectionAddress collection, Observation seen, boolean here, boolean edited) {
        assertThat(whereabouts(seen, BOOK.endpoint()).mayBeIn(collection)).isEqualTo(here);
        assertThat(whereabouts(seen, "http://elsewhere:19530").mayBeIn(collection))
                .isEqualTo(edited);
    }

    static Stream<Arguments> sightings() {
        return Stream.of(
                arguments("nothing seen", BOOK, UNKNOWN, false),
                arguments("no such name", BOOK, NO_NAME, false),
                arguments("seen there", BOOK, listed(BOOK, RECORDED, "book"), true),
                arguments("seen elsewhere", BOOK, listed(RENAMED, RECORDED, "book_2025"), false),
                arguments("where it is seen", RENAMED, listed(RENAMED, RECORDED, "book_2025"), true),
                arguments("where nobody looked", RENAMED, listed(BOOK, 200, "book"), false),
                arguments("where it was found, and not seen yet", RENAMED, MOVED, false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sightings")
    void shouldSayWhereTheRecordedPartitionWasSeen(
            String row, CollectionAddress collection, Observation seen, boolean here) {
        assertThat(whereabouts(seen, BOOK.endpoint()).isIn(collection)).isEqualTo(here);
    }

    @Test
    void shouldHoldNobodyUpWhoRecordedNothing() {
        assertThat(new Whereabouts(Memory.NONE, ACCESS, UNKNOWN).isIn(BOOK)).isTrue();
    }

    /** Whoever names what the order named wants what is there now. */
    @Test
    void shouldKnowOfNoPlaceWhenTheOrderIsFulfilled() {
        Memory recorded = whereabouts(UNKNOWN, BOOK.endpoint()).memory();
        Order done = new Order(
                recorded.binding().map(Binding::incarnation), Order.Stage.DROPPED, 1, Instant.EPOCH, Optional.empty());
        Whereabouts gone = new Whereabouts(
                new Memory(recorded.binding(), Optional.empty(), Optional.of(done)),
                ACCESS,
                listed(RENAMED, RECORDED, "book_2025"));

        assertThat(gone.mayBeIn(BOOK)).isTrue();
    }

    private static Whereabouts whereabouts(Observation seen, String recordedAt) {
        Binding binding = new Binding(recordedAt, new Incarnation(RECORDED, 7), "book", Origin.CREATED);
        return new Whereabouts(new Memory(Optional.of(binding), Optional.empty(), Optional.empty()), ACCESS, seen);
    }

    private static final Access ACCESS = new Access.Granted(BOOK.endpoint(), Access.Change.UNACCEPTED);

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldKnowNothingOfAPartitionThatIsNotRecorded(
            String row, CollectionAddress collection, Observation seen, boolean here, boolean edited) {
        assertThat(new Whereabouts(Memory.NONE, ACCESS, seen).mayBeIn(collection))
                .isTrue();
    }
}
