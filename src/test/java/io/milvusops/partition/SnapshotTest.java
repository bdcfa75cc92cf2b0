package io.milvusops.partition;

import static io.milvusops.partition.Scene.BOOK;
import static io.milvusops.partition.Scene.COLLECTION;
import static io.milvusops.partition.Scene.FINGERPRINT;
import static io.milvusops.partition.Scene.OURS;
import static io.milvusops.partition.Scene.RECORDED;
import static io.milvusops.partition.Scene.novel;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private static Snapshot snapshot(long collection, Map<String, Entry> partitions, long began) {
        return new Snapshot(
                BOOK,
                new CollectionDescription(collection, "default", "book"),
                new Listing(FINGERPRINT, partitions),
                Set.of(),
                Map.of(),
                began,
                began);
    }

    @Test
    void shouldNotTakeTheSameIdInAnotherCollectionForTheIncarnation() {
        assertThat(snapshot(COLLECTION + 1, novel(OURS), 10).shows("novel", RECORDED))
                .isFalse();
    }

    @Test
    void shouldBelieveItsListMoreThanADenial() {
        assertThat(snapshot(COLLECTION, novel(OURS), 10)
                        .beside(Set.of("novel"), Map.of())
                        .denies("novel"))
                .isFalse();
    }

    @Test
    void shouldDenyNothingThatWasNotAskedFor() {
        assertThat(snapshot(COLLECTION, Map.of(), 10)
                        .beside(Set.of("novel"), Map.of())
                        .denies("essay"))
                .isFalse();
    }

    @Test
    void shouldHaveBegunAfterAnEarlierInstant() {
        assertThat(snapshot(COLLECTION, Map.of(), Long.MIN_VALUE).beganAfter(Long.MAX_VALUE))
                .isTrue();
    }

    @Test
    void shouldNotHaveBegunAfterTheSameInstant() {
        assertThat(snapshot(COLLECTION, Map.of(), 10).beganAfter(10)).isFalse();
    }
}
