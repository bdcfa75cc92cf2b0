package io.milvusops.soak;

import static io.milvusops.soak.Told.DELETING;
import static io.milvusops.soak.Told.PLAIN;
import static io.milvusops.soak.Told.collections;
import static io.milvusops.soak.Told.specified;
import static io.milvusops.soak.Told.there;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Ready=True promises is so, at the very address and with the very id that are on record. */
class AsItIsWantedTest {

    private static final Told ABSENT = specified(", ensure: absent");
    private static final Told MOVED = PLAIN.after(planted -> planted.move(0, ""));
    private static final World RENAMED = collections(Map.of("tale", Map.of("novel", Planted.ID)));

    @Test
    void shouldAcceptAnAbsentPartition() {
        assertThat(ABSENT.in(World.EMPTY).gap("True", "Dropped")).isEmpty();
    }

    @Test
    void shouldFindAnAbsentPartitionThatIsThereUnderAnotherNameOfItsCollection() {
        assertThat(ABSENT.in(RENAMED).gap("True", "Dropped")).isNotEmpty();
    }

    @Test
    void shouldFindAnAbsentPartitionWhoseNameIsThere() {
        assertThat(ABSENT.in(there(8)).gap("True", "Dropped")).isNotEmpty();
    }

    @Test
    void shouldFindAPresentPartitionThatIsAnotherThanTheRecordedOne() {
        assertThat(PLAIN.in(there(8)).gap("True", "Present")).isNotEmpty();
    }

    @Test
    void shouldFindAPresentPartitionWhoseConnectionLeadsNowhere() {
        assertThat(MOVED.gap("True", "Present")).isNotEmpty();
    }

    @Test
    void shouldAcceptAnAbsentPartitionWhoseConnectionLeadsNowhere() {
        assertThat(MOVED.with(", ensure: absent").gap("True", "Dropped")).isEmpty();
    }

    /** The same id at another address is another partition. */
    @Test
    void shouldFindAPresentPartitionThatIsRecordedAtAnotherAddress() {
        Planted planted = new Planted();
        planted.move(0, "");
        Version version = planted.version(
                0,
                "a",
                "",
                "",
                Planted.bound("a", Planted.ID) + ", conditions: [{type: Ready, status: 'True', reason: Present}]");
        Situation situation = planted.chronicle.situation(Map.of(Planted.ELSEWHERE, there(Planted.ID)), 0);

        assertThat(new Explanation(situation, version).gap()).isNotEmpty();
    }

    @Test
    void shouldFindAResourceThatIsBeingDeletedAndCalledReady() {
        assertThat(PLAIN.marked(DELETING).gap("True", "Present")).isNotEmpty();
    }

    @Test
    void shouldFindAtRestAHandingOverWhoseHeirHasThePartition() {
        assertThat(succeeded("True").gapAtRest("False", "HandingOver")).isNotEmpty();
    }

    @Test
    void shouldAcceptAtRestAHandingOverWhoseHeirHasNothingYet() {
        assertThat(succeeded("False").gapAtRest("False", "HandingOver")).isEmpty();
    }

    private static Told succeeded(String ready) {
        return PLAIN.marked(DELETING)
                .after(planted -> planted.version(
                        0,
                        "b",
                        "",
                        "",
                        Planted.bound("b", Planted.ID) + ", conditions: [{type: Ready, status: '" + ready + "'}]"));
    }
}
