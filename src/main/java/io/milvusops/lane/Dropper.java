package io.milvusops.lane;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.LoadState;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.Snapshot;
import io.milvusops.partition.Wish.WhenLoaded;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Sends the drops of one collection: each only with its permit, past its guard, and on the word of a list that is fresh
 * and shows exactly the ids. Confined to the lane's turn.
 */
final class Dropper {

    /** An application may load a partition again between release and drop. */
    private static final int RELEASES = 3;

    private static final Outcome.Refused LOADED_AGAIN = new Outcome.Refused(
            Reason.PARTITION_LOADED, "the partition is loaded again as soon as it is released; stop loading it");

    private final MilvusServer server;
    private final CollectionAddress address;
    private final Lookout lookout;
    private final Inspector inspector;
    private final Permit open;
    private final LaneTimes times;
    private final LongSupplier nanos;

    /** Dropped since the turn's last list: that says nothing of who has made another one since. */
    private final Set<String> dropped = new HashSet<>();

    /**
     * @param open the lane's own permit, besides that of each drop
     */
    Dropper(
            MilvusServer server,
            CollectionAddress address,
            Lookout lookout,
            Inspector inspector,
            Permit open,
            LaneTimes times,
            LongSupplier nanos) {
        this.server = server;
        this.address = address;
        this.lookout = lookout;
        this.inspector = inspector;
        this.open = open;
        this.times = times;
        this.nanos = nanos;
    }

    /** A turn begins, with a list of its own. */
    void newTurn() {
        dropped.clear();
    }

    Outcome drop(Request.Drop request, Snapshot seen) {
        Errand errand = new Errand(request, seen);
        try {
            Optional<Outcome> outcome = errand.begin();
            for (int attempt = 0; outcome.isEmpty() && attempt <= RELEASES; attempt++) {
                outcome = request.guard().looks() ? errand.attemptGuarded() : errand.attempt();
            }
            return outcome.orElse(LOADED_AGAIN);
        } catch (ServerException failure) {
            // Only a list, a question or a release fails here: nothing was sent that could change data.
            return new Outcome.Refused(failure.reason(), String.valueOf(failure.getMessage()));
        }
    }

    /** One drop, with the newest list that it goes by. */
    private final class Errand {

        private final Request.Drop request;
        private Snapshot newest;
        private OptionalLong rows = OptionalLong.empty();
        private int releases;

        Errand(Request.Drop request, Snapshot seen) {
            this.request = request;
            this.newest = seen;
        }

        /** Nothing is asked for somebody whose order is void already. */
        Optional<Outcome> begin() {
            return refused(request.permit().refusal());
        }

        /** The rows are only for the record here: without the privilege for them the drop goes on. */
        Optional<Outcome> attempt() throws ServerException {
            if (rows.isEmpty()) {
                rows = inspector.statistics(request.partition());
            }
            Optional<Outcome> outcome = obstacle(request.permit()::writing);
            if (outcome.isPresent()) {
                return outcome;
            }
            outcome = loadedAgain(send());
            if (outcome.isEmpty()) {
                // A refusal may take its time, too: nothing is released for an order that is void by then.
                outcome = obstacle(request.permit()::writing);
                if (outcome.isEmpty()) {
                    release();
                }
            }
            return outcome;
        }

        /**
         * Counts, then releases where needed, then drops. After the release it is not counted again: only statistics
         * after a flush could be had then, and they are worse in both directions. They still have the rows that were
         * deleted, and lack those inserted while the flush is waited for, which takes longer than a release. But when
         * the drop is refused because somebody loaded the partition again, everything begins anew with a count.
         */
        Optional<Outcome> attemptGuarded() throws ServerException {
            // A flush is nothing to do for somebody whose order is void already.
            Optional<Outcome> obstacle = obstacle(request.permit()::refusal);
            if (obstacle.isPresent()) {
                return obstacle;
            }
            Inspector.Finding finding = inspector.look(request);
            if (finding.objection().isPresent()) {
                return finding.objection();
            }
            rows = finding.rows();
            obstacle = obstacle(request.permit()::writing);
            if (obstacle.isPresent()) {
                return obstacle;
            }
            if (finding.load() != LoadState.NOT_LOADED) {
                release();
                obstacle = obstacle(request.permit()::writing);
            }
            return obstacle.isPresent() ? obstacle : loadedAgain(send());
        }

        /** Why a partition that somebody has loaded again is not released for another try. */
        private Optional<Outcome> loadedAgain(Optional<Outcome> sent) {
            if (sent.isPresent()) {
                return sent;
            }
            if (request.guard().whenLoaded() == WhenLoaded.BLOCK) {
                return Optional.of(Inspector.blocked());
            }
            return releases < RELEASES ? Optional.empty() : Optional.of(LOADED_AGAIN);
        }

        /** Why the next call must not be sent: asked before each, because each may have taken its time. */
        private Optional<Outcome> obstacle(Supplier<Optional<String>> order) throws ServerException {
            newest = dropped.remove(request.partition()) ? lookout.look() : lookout.fresh(newest);
            if (newest.byAlias() || !newest.shows(request.partition(), request.incarnation())) {
                return Optional.of(new Outcome.Refused(
                        Reason.PARTITION_REPLACED, "the list before the drop no longer shows the recorded partition"));
            }
            return refused(order.get());
        }

        private Optional<Outcome> refused(Optional<String> order) {
            return open.refusal()
                    .<Outcome>map(why -> new Outcome.Refused(Reason.CONNECTION_NOT_READY, why))
                    .or(() -> order.map(why -> new Outcome.Refused(Reason.DROPPING, why)));
        }

        /** The outcome, empty when the partition must be released first. */
        private Optional<Outcome> send() {
            request.permit().sending();
            try {
                server.drop(address.database(), address.collection(), request.partition());
                dropped.add(request.partition());
                return Optional.of(new Outcome.Answered(rows, nanos.getAsLong()));
            } catch (ServerException failure) {
                if (failure.reason() == Reason.PARTITION_LOADED) {
                    return Optional.empty();
                }
                dropped.add(request.partition());
                return Optional.of(Writes.failed(failure, times.settle(), nanos));
            }
        }

        private void release() throws ServerException {
            releases++;
            server.release(address.database(), address.collection(), request.partition());
        }
    }
}
