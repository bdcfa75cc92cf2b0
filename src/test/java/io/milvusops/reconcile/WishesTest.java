package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusPartition;
import io.milvusops.api.PolicyDefaults;
import io.milvusops.partition.Wish;
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

    @Test
    void shouldBePausedByItsConnection() {
        assertThat(wish(Map.of(), true).activity()).isEqualTo(Wish.Activity.CONNECTION_PAUSED);
    }
}
