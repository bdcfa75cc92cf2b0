package io.milvusops.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.DropGuard.Objection;
import io.milvusops.partition.RowCount.Bound;
import io.milvusops.partition.RowCount.Counted;
import io.milvusops.partition.RowCount.Uncountable;
import io.milvusops.partition.Wish.WhenLoaded;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DropGuardTest {

    private static final RowCount UNKNOWN = new Uncountable(Reason.PERMISSION_DENIED, "PrivilegeFlush: no");

    private static Optional<Objection> objection(long maxRows, RowCount count) {
        return new DropGuard(OptionalLong.of(maxRows), WhenLoaded.RELEASE).objectionTo(count);
    }

    @ParameterizedTest(name = "{0} rows, {1}, {2} allowed")
    @CsvSource({
        "0, EXACT, 0,",
        "1, EXACT, 0, ROWS_PRESENT",
        "7, EXACT, 7,",
        "8, EXACT, 7, ROWS_PRESENT",
        "0, AT_MOST, 0,",
        "1, AT_MOST, 0, ROWS_PRESENT",
        "7, AT_MOST, 7,",
        "8, AT_MOST, 7, ROWS_PRESENT",
        "0, AT_LEAST, 0, ROW_COUNT_UNKNOWN",
        "7, AT_LEAST, 7, ROW_COUNT_UNKNOWN",
        "8, AT_LEAST, 7, ROWS_PRESENT"
    })
    void shouldObjectUnlessTheTrueNumberIsSurelyAllowed(long rows, Bound bound, long maxRows, Reason expected) {
        assertThat(objection(maxRows, new Counted(rows, bound)).map(Objection::reason))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void shouldNeverTakeAFailureForNoRows() {
        assertThat(objection(Long.MAX_VALUE, UNKNOWN).map(Objection::reason)).contains(Reason.ROW_COUNT_UNKNOWN);
    }

    @Test
    void shouldNotMindRowsWithoutALimit() {
        DropGuard guard = new DropGuard(OptionalLong.empty(), WhenLoaded.BLOCK);

        assertThat(guard.objectionTo(new Counted(1_000, Bound.EXACT))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameCountLimitAndTheWayOut(Bound bound) {
        assertThat(objection(7, new Counted(1_234, bound)))
                .hasValueSatisfying(objection -> assertThat(objection.message())
                        .contains("1234 rows", "maxRows allows 7", "raise or remove it"));
    }

    @Test
    void shouldSayWhyItCannotCount() {
        assertThat(objection(7, UNKNOWN))
                .hasValueSatisfying(objection -> assertThat(objection.message())
                        .contains("PermissionDenied: PrivilegeFlush: no", "remove maxRows"));
    }

    @Test
    void shouldLookOnlyWhereThereIsSomethingToLookFor() {
        assertThat(new DropGuard(OptionalLong.empty(), WhenLoaded.RELEASE).looks())
                .isFalse();
        assertThat(new DropGuard(OptionalLong.empty(), WhenLoaded.BLOCK).looks())
                .isTrue();
        assertThat(new DropGuard(OptionalLong.of(0), WhenLoaded.RELEASE).looks())
                .isTrue();
    }
}
