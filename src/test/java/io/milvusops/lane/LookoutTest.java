package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two collections take turns under one name: what is seen of one is not told of the other. */
class LookoutTest {

    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");

    private final ScriptedServer server = new ScriptedServer();
    private final Lookout lookout = new Lookout(server, BOOK, Duration.ofSeconds(1), server::nanos);

    /** The name leads to another collection from now on. */
    private void swap() {
        server.collection = 200;
        server.fingerprint = 201;
        server.partitions.put("novel", new Entry(208, 1));
    }

    private void swapBefore(String call) {
        server.meanwhile.put(call, () -> {
            server.meanwhile.clear();
            swap();
        });
    }

    private void assertThatNothingIsKnown(Observation seen) {
        assertThat(seen)
                .isInstanceOfSatisfying(
                        Observation.Unknown.class,
                        why -> assertThat(why.reason()).isEqualTo(Reason.INCOMPLETE_ANSWER));
    }

    @Test
    void shouldNotPairTheFirstListWithTheDescriptionOfAnotherCollection() {
        swapBefore("describe");

        assertThatNothingIsKnown(lookout.observe());
    }

    @Test
    void shouldNotPairAListWithTheDescriptionOfAnotherCollectionBeforeAWrite() {
        lookout.observe();
        lookout.forgetDescription();
        swapBefore("describe");

        assertThatNothingIsKnown(lookout.observe());
    }

    /** Exchanged, and exchanged back: both lists are of the one, and the description is of the other. */
    @Test
    void shouldNotPairAListThatIsKnownWithTheDescriptionOfACollectionThatHadTheNameForAMoment() {
        lookout.observe();
        lookout.forgetDescription();
        server.meanwhile.put("describe", () -> server.collection = 200);

        assertThatNothingIsKnown(lookout.observe());
    }

    /** As after a restore that gave one of the two ids away again: in doubt for one look, not for ever. */
    @Test
    void shouldBelieveWhatIsToldTwice() {
        lookout.observe();
        lookout.forgetDescription();
        server.collection = 200;
        lookout.observe();

        assertThat(lookout.observe())
                .isInstanceOfSatisfying(
                        Observation.Listed.class,
                        seen -> assertThat(seen.snapshot().collection().id()).isEqualTo(200));
    }

    @Test
    void shouldSeeTheOtherCollectionAtTheNextLook() {
        swapBefore("describe");
        lookout.observe();

        assertThat(lookout.observe())
                .isInstanceOfSatisfying(
                        Observation.Listed.class,
                        seen -> assertThat(seen.snapshot().collection().id()).isEqualTo(200));
    }

    @Test
    void shouldProveThatAListAndADescriptionAreOfOneCollectionOnlyOnce() {
        lookout.observe();
        lookout.forgetDescription();
        lookout.observe();
        lookout.observe();

        assertThat(server.calls).containsExactly("list", "describe", "list", "list", "describe", "list");
    }
}
