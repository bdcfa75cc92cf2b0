package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusPartition;
import io.milvusops.api.PolicyDefaults;
import io.milvusops.partition.Wish;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a resource asks for that carries annotations. */
class WishesTest {

    private static Wish wish(Map<String, String> annotations, boolean paused) {
        MilvusPartition resource = Bench.novel("", "");
        resource.getMetadata().setAnnotations(annotations);
        return Wishes.of(resource, Sights.ENDPOINT, PolicyDefaults.UNSET, paused);
    }

    private static Wish paused(String value) {
        return wish(Map.of("milvusops.io/paused", value), false);
    }

    /** Whoever sets it means it: a word that is not expected must not let a drop through. */
    @ParameterizedTest
    @ValueSource(strings = {"true", "yes", "True", "1", "0", "no", "False", " false", ""})
    void shouldPauseByWhateverIsNotFalse(String value) {
        assertThat(paused(value).activity()).isEqualTo(Wish.Activity.PAUSED);
    }

    @Test
    void shouldNotPauseByFalse() {
        assertThat(paused("false").activity()).isEqualTo(Wish.Activity.ACTIVE);
    }

    private static Wish leaving(Map<String, String> annotations, String... finalizers) {
        MilvusPartition resource = Bench.novel(Bench.DELETED, "");
        resource.getMetadata().setAnnotations(annotations);
        resource.getMetadata().setFinalizers(List.of(finalizers));
        return Wishes.of(resource, Sights.ENDPOINT, PolicyDefaults.UNSET, false);
    }

    private static Wish abandoned(String value) {
        return leaving(Map.of("milvusops.io/abandon", value), "milvusops.io/partition");
    }

    @Test
    void shouldBeAbandonedByTrue() {
        assertThat(abandoned("true").lifecycle()).isEqualTo(Wish.Lifecycle.ABANDONED);
    }

    /** What was ordered is not lost by a word that says no, or none that is expected. */
    @ParameterizedTest
    @ValueSource(strings = {"false", "no", "0", "True", "yes", " true", ""})
    void shouldNotBeAbandonedByAnythingElse(String value) {
        assertThat(abandoned(value).lifecycle()).isEqualTo(Wish.Lifecycle.DELETING);
    }

    /** Deleted in the foreground, it stays for a while when somebody has taken the operator's finalizer off. */
    @Test
    void shouldBeHeldByNoOtherFinalizer() {
        assertThat(leaving(Map.of(), "foregroundDeletion").lifecycle()).isEqualTo(Wish.Lifecycle.UNHELD);
    }

    @Test
    void shouldBePausedByItsConnection() {
        assertThat(wish(Map.of(), true).activity()).isEqualTo(Wish.Activity.CONNECTION_PAUSED);
    }
}
