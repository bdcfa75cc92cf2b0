package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.faults.Ending;
import io.milvusops.faults.Moment;
import io.milvusops.faults.PartitionWrite.Kind;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** The API server refuses, breaks or forgets at each of the writes that a creation and a drop need. */
class ApiServerFaultsIT extends FaultMatrix {

    /** Of partitions and of connections. */
    private static final int LEAST_WATCHES = 2;

    ApiServerFaultsIT() throws IOException {}

    @Override
    void strike() {
        List<Cell> answers = cells(Blow.CONFLICT, Blow.BUSY, Blow.BROKEN).toList();
        standstill.order(Stream.concat(answers.stream(), lost()).toList());
        standstill.order(watches(Blow.WATCHES_CUT).toList());
        assertThat(faults.apiServer.cutWatches()).isGreaterThanOrEqualTo(LEAST_WATCHES);
        standstill.end(Ending.PASS);
        standstill.order(watches(Blow.WATCHES_EXPIRED).toList());
        int expired = faults.apiServer.expireWatches();
        standstill.end(Ending.PASS);
        assertThat(expired).isGreaterThanOrEqualTo(LEAST_WATCHES);
        faults.stage.eventually(() -> faults.apiServer.toldExpired() == expired, () -> "watches do not begin again");
    }

    @Override
    List<Cell> cells() {
        return Stream.of(
                        cells(Blow.CONFLICT, Blow.BUSY, Blow.BROKEN),
                        lost(),
                        watches(Blow.WATCHES_CUT),
                        watches(Blow.WATCHES_EXPIRED))
                .flatMap(cells -> cells)
                .toList();
    }

    private static Stream<Cell> cells(Blow... blows) {
        return Stream.of(blows).flatMap(blow -> writes(blow, Moment.BEFORE));
    }

    private static Stream<Cell> lost() {
        return writes(Blow.ANSWER_LOST, Moment.AFTER);
    }

    private static Stream<Cell> watches(Blow blow) {
        return Stream.of(Moment.values()).flatMap(moment -> writes(blow, moment));
    }

    private static Stream<Cell> writes(Blow blow, Moment moment) {
        return Stream.concat(
                Stream.of(Kind.INTENT, Kind.BINDING)
                        .map(kind -> new Cell(Scenario.CREATE, blow, moment, new Point.Write(kind, "novel"))),
                Stream.of(Kind.WRITE_AHEAD, Kind.OUTCOME, Kind.LET_GO)
                        .map(kind -> new Cell(Scenario.DROP, blow, moment, new Point.Write(kind, "novel"))));
    }
}
