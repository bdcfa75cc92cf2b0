package io.milvusops.soak;

import io.milvusops.faults.ApiServerProxy;
import io.milvusops.faults.Ending;
import io.milvusops.faults.Moment;
import io.milvusops.faults.PartitionWrite;
import io.milvusops.it.OperatorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;

/** What goes wrong: with Milvus, with the API server, with the operator itself. */
final class Troubles {

    private static final List<Integer> CODES = List.of(409, 429, 500, 503);

    private final List<Place> places;
    private final MilvusTroubles milvus;
    private final ApiServerProxy apiServer;
    private final OperatorProcess operator;
    private final Chronicle chronicle;
    private final RowHistory rows;
    private final SoakClock clock;
    private volatile long started;

    Troubles(
            List<Place> places,
            MilvusTroubles milvus,
            ApiServerProxy apiServer,
            OperatorProcess operator,
            Chronicle chronicle,
            RowHistory rows,
            SoakClock clock) {
        this.places = places;
        this.milvus = milvus;
        this.apiServer = apiServer;
        this.operator = operator;
        this.chronicle = chronicle;
        this.rows = rows;
        this.clock = clock;
    }

    /** When the operator was started last. */
    long started() {
        return started;
    }

    void perform(Act act) {
        Place place = places.get(act.place());
        switch (act.kind()) {
            case MILVUS_CALL -> chronicle.note(clock.now(), "  " + milvus.call(place.milvus(), act.choice()));
            case MILVUS_SLOW -> milvus.slow(place.milvus(), act.choice());
            case MILVUS_FREEZE -> milvus.freeze(place.milvus(), act.choice());
            case MILVUS_DENIED -> milvus.deny(place.milvus(), act.choice());
            case MILVUS_OUTAGE -> milvus.outage(place.milvus(), act.choice());
            case MILVUS_OTHER_IDS -> renumber(place);
            case API_REFUSAL ->
                apiServer.refuse(write(act), CODES.get(act.choice() % CODES.size()), 1 + act.choice() / 4 % 3);
            case API_REPLY_LOST -> apiServer.loseAnswer(write(act));
            case API_REQUEST_LOST -> apiServer.stop(Moment.BEFORE, write(act)).end(Ending.CUT);
            case WATCHES_CUT -> {
                blind();
                apiServer.cutWatches();
            }
            case WATCHES_EXPIRED -> {
                blind();
                apiServer.expireWatches();
            }
            case OPERATOR_KILLED -> restart();
            default -> throw new IllegalArgumentException(act.kind().toString());
        }
    }

    private static Predicate<PartitionWrite> write(Act act) {
        PartitionWrite.Kind[] kinds = PartitionWrite.Kind.values();
        PartitionWrite.Kind kind = kinds[act.choice() / 16 % kinds.length];
        return write -> write.kind() == kind;
    }

    /** The rows stay where they are. */
    private void renumber(Place place) {
        World before = place.world();
        place.milvus().world().renumber(Place.DATABASE);
        World after = place.world();
        before.collections()
                .forEach((collection, partitions) -> partitions.forEach((name, former) -> after.find(collection, name)
                        .ifPresent(later -> rows.renumbered(place.milvus().uri(), former, later, clock.now()))));
    }

    private void blind() {
        chronicle.blinded(clock.now());
    }

    private void restart() {
        operator.kill();
        try {
            operator.restart();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        started = clock.now();
    }

    /** From now on nothing goes wrong; what has gone wrong already takes its time. */
    void end() {
        apiServer.heal();
        places.forEach(place -> place.milvus().heal());
    }
}
