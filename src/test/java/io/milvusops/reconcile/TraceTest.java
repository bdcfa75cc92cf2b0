package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Intent;
import io.milvusops.partition.Listing;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.Snapshot;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TraceTest {

    private static final Intent INTENT = new Intent(Sights.ENDPOINT, 100, 101, 50, OptionalLong.empty(), 1);

    private static Observation listed(Map<String, Entry> partitions, Set<String> denied) {
        return listed(100, "book", partitions, denied);
    }

    private static Observation listed(
            long collectionId, String realName, Map<String, Entry> partitions, Set<String> denied) {
        return new Observation.Listed(new Snapshot(
                new CollectionAddress(Sights.ENDPOINT, "default", "book"),
                new CollectionDescription(collectionId, "default", realName),
                new Listing(101, partitions),
                denied,
                Map.of(),
                20,
                21));
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments(listed(Map.of("novel", new Entry(7, 60)), Set.of()), Trace.SHOWN),
                arguments(listed(Map.of("novel", new Entry(7, 40)), Set.of()), Trace.NONE),
                arguments(listed(Map.of(), Set.of()), Trace.UNPROVEN),
                arguments(listed(Map.of(), Set.of("novel")), Trace.NONE),
                arguments(new Observation.Unknown(Reason.OBSERVING, "asking"), Trace.UNPROVEN),
                arguments(new Observation.NoSuchName(10, Observation.Word.GIVEN), Trace.UNPROVEN),
                arguments(new Observation.NoSuchName(10, Observation.Word.REPEATED), Trace.UNPROVEN),
                arguments(listed(200, "book", Map.of(), Set.of("novel")), Trace.UNPROVEN),
                arguments(listed(200, "book", Map.of("novel", new Entry(8, 60)), Set.of()), Trace.UNPROVEN),
                arguments(listed(100, "book_2025", Map.of(), Set.of("novel")), Trace.UNPROVEN),
                arguments(new Observation.CollectionGone(100), Trace.NONE),
                arguments(new Observation.CollectionGone(90), Trace.UNPROVEN));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void shouldGiveUpACreationOnlyForAnAnswerThatSaysSo(Observation answer, Trace trace) {
        assertThat(Trace.of(INTENT, answer, "novel")).isEqualTo(trace);
    }

    static Stream<Arguments> answersToADrop() {
        Map<String, Entry> renamed = Map.of("essay", new Entry(7, 60));
        Map<String, Entry> replaced = Map.of("novel", new Entry(8, 60));
        return Stream.of(
                arguments(listed(Map.of("novel", new Entry(7, 60)), Set.of()), Trace.NONE),
                arguments(listed(renamed, Set.of()), Trace.NONE),
                arguments(listed(replaced, Set.of()), Trace.UNPROVEN),
                arguments(listed(200, "book", renamed, Set.of()), Trace.UNPROVEN),
                arguments(new Observation.Unknown(Reason.OBSERVING, "asking"), Trace.UNPROVEN),
                arguments(new Observation.CollectionGone(100), Trace.UNPROVEN));
    }

    /** Else whoever it is the drop of would send another one. */
    @ParameterizedTest
    @MethodSource("answersToADrop")
    void shouldSayThatADropDidNothingOnlyWhereItsPartitionIsStillInItsCollection(Observation answer, Trace trace) {
        assertThat(Trace.ofDrop(new Incarnation(100, 7), answer)).isEqualTo(trace);
    }
}
