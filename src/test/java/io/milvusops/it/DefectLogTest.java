package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.pattern.TargetLengthBasedClassNameAbbreviator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefectLogTest {

    private static String line(String level, String logger, String message) {
        return "2026-11-30T23:00:00.000Z " + level + " "
                + new TargetLengthBasedClassNameAbbreviator(24).abbreviate(logger) + " " + message;
    }

    @ParameterizedTest
    @CsvSource({
        "io.milvusops.reconcile.FailedPasses, a pass failed; it is repeated",
        "io.milvusops.reconcile.ConnectionReconciler, a pass failed; it is repeated",
        "io.milvusops.lane.ServerLanes, a lane's turn failed",
        "io.milvusops.lane.Replies, an outcome could not be told",
        "io.milvusops.lane.LaneClock, a scheduled task of a lane failed",
        "io.milvusops.Main, cannot start"
    })
    void shouldFindWhatTheOperatorTellsOfItsOwnDefects(String logger, String message) {
        String defect = line("ERROR", logger, message);
        String log = String.join("\n", line("INFO ", logger, "listening"), defect, line("INFO ", logger, "ending"));

        assertThat(DefectLog.in(log)).containsExactly(defect);
    }

    @Test
    void shouldAcceptWhatFailsOutsideOfTheOperator() {
        String refused = line(
                "WARN ",
                "io.milvusops.reconcile.FailedPasses",
                "a pass failed at the API server; it is repeated answer=\"ERROR i.m.r.FailedPasses\"");

        assertThat(DefectLog.in(refused)).isEmpty();
    }

    @Test
    void shouldAcceptWhatALibraryTells() {
        assertThat(DefectLog.in(line("ERROR", "io.javaoperatorsdk.operator.processing.event.EventProcessor", "failed")))
                .isEmpty();
    }
}
