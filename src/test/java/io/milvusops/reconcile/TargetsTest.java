package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.milvusops.api.AllowedTarget;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.PartitionAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {

    private static PartitionAddress partition(String database, String collection, String partition) {
        return new PartitionAddress(new CollectionAddress("http://milvus:19530", database, collection), partition);
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "book, book, true",
        "book, notebook, false",
        "book, books, false",
        "book*, books, true",
        "book*, notebook, false",
        "*, book, true",
        "b??k, book, true",
        "b?k, book, false",
        "b.ok, book, false",
        "tenant_*, tenant_, true",
        "b*k, book, true",
        "b*k, books, false",
        "*oo*k, bookoook, true",
        "b*o?, book, true",
        "book**, book, true",
        "book?, book, false",
        "*.*, book, false"
    })
    void shouldFitTheWholeNameOnly(String glob, String collection, boolean allowed) {
        assertThat(Targets.allow(
                        List.of(new AllowedTarget("default", glob, "novel")),
                        partition("default", collection, "novel")))
                .isEqualTo(allowed);
    }

    /** It is asked for every resource in every pass. */
    @Test
    void shouldNotTakeLongForManyAsterisks() {
        List<AllowedTarget> targets = List.of(new AllowedTarget(null, "*a".repeat(20) + "*b", null));

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(Targets.allow(targets, partition("default", "a".repeat(200), "novel")))
                        .isFalse());
    }

    @Test
    void shouldAllowEverythingWhereNothingIsSaid() {
        assertThat(Targets.allow(null, partition("default", "book", "novel"))).isTrue();
    }

    @Test
    void shouldAllowAnyDatabaseThatIsNotNamed() {
        assertThat(Targets.allow(List.of(new AllowedTarget(null, "book", null)), partition("other", "book", "novel")))
                .isTrue();
    }

    @Test
    void shouldNotPutTwoTargetsTogether() {
        List<AllowedTarget> targets =
                List.of(new AllowedTarget("default", "book", "poem"), new AllowedTarget("default", "film", "novel"));

        assertThat(Targets.allow(targets, partition("default", "book", "novel")))
                .isFalse();
    }

    @Test
    void shouldNotAllowAnotherDatabase() {
        assertThat(Targets.allow(
                        List.of(new AllowedTarget("default", "book", "novel")), partition("other", "book", "novel")))
                .isFalse();
    }

    @Test
    void shouldAllowNothingWhereNothingIsListed() {
        assertThat(Targets.allow(List.of(), partition("default", "book", "novel")))
                .isFalse();
    }
}
