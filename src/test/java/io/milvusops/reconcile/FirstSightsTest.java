package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusPartition;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Listing;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Snapshot;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server said before a resource was seen as it is proves nothing about it. */
class FirstSightsTest {

    private static final long FIRST = 1_000;

    private long now = FIRST;
    private final FirstSights sights = new FirstSights(() -> now);

    private static MilvusPartition resource(long generation) {
        return Sights.resource(generation, Map.of());
    }

    private static Observation listed(long began) {
        return new Observation.Listed(new Snapshot(
                new CollectionAddress(Sights.ENDPOINT, "default", "book"),
                new CollectionDescription(100, "default", "book"),
                new Listing(101, Map.of()),
                Set.of(),
                Map.of(),
                began,
                began));
    }

    /** Answers that were asked for at those instants, as a list and as the word that the name is unknown. */
    private static Stream<Observation> askedAt(long... instants) {
        return LongStream.of(instants)
                .boxed()
                .flatMap(began ->
                        Stream.of(listed(began), new Observation.NoSuchName(began, Observation.Word.REPEATED)));
    }

    static Stream<Observation> before() {
        return askedAt(FIRST - 10, FIRST);
    }

    static Stream<Observation> after() {
        return askedAt(FIRST + 1, FIRST + 10);
    }

    @ParameterizedTest
    @MethodSource("before")
    void shouldNotBelieveWhatWasAskedBefore(Observation observation) {
        sights.seen(resource(1));

        assertThat(sights.after(resource(1), observation))
                .isEqualTo(new Observation.Unknown(Reason.OBSERVING, "asking the server"));
    }

    @ParameterizedTest
    @MethodSource("after")
    void shouldBelieveWhatWasAskedAfter(Observation observation) {
        sights.seen(resource(1));

        assertThat(sights.after(resource(1), observation)).isEqualTo(observation);
    }

    @Test
    void shouldTellAtOnceThatNothingIsKnown() {
        Observation unknown = new Observation.Unknown(Reason.SERVER_UNREACHABLE, "refused");

        assertThat(sights.after(resource(1), unknown)).isEqualTo(unknown);
    }

    private boolean believes(MilvusPartition resource) {
        Observation observation = listed(FIRST + 1);
        return sights.after(resource, observation).equals(observation);
    }

    @Test
    void shouldCountFromTheFirstSightOfAGeneration() {
        sights.seen(resource(1));
        now += 10;

        assertThat(believes(resource(1))).isTrue();
    }

    @Test
    void shouldCountAnewForALaterGeneration() {
        sights.seen(resource(1));
        now += 10;

        assertThat(believes(resource(2))).isFalse();
    }

    /** A cache may show an older version for a moment. */
    @Test
    void shouldNotCountAnewForAnEarlierGeneration() {
        sights.seen(resource(2));
        now += 10;

        assertThat(believes(resource(1))).isTrue();
    }

    @Test
    void shouldCountAnewForAResourceOfTheSameName() {
        sights.seen(resource(1));
        now += 10;
        sights.forget("uid");

        assertThat(believes(resource(1))).isFalse();
    }
}
