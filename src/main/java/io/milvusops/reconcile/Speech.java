package io.milvusops.reconcile;

import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.partition.Plan;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says in the status what a plan says: only what lasts, and only what is new. */
final class Speech {

    private final ResourceWrites writes;
    private final Flights flights;
    private final Patience patience;
    private final Counts counts;
    private final Inquiries inquiries;
    private final News news;
    private final Clock clock;

    Speech(
            ResourceWrites writes,
            Flights flights,
            Patience patience,
            Counts counts,
            Inquiries inquiries,
            News news,
            Clock clock) {
        this.writes = writes;
        this.flights = flights;
        this.patience = patience;
        this.counts = counts;
        this.inquiries = inquiries;
        this.news = news;
        this.clock = clock;
    }

    /** Writes the status if it says something new that is worth a write; returns when that may change with time. */
    Optional<Duration> say(Sight sight, Plan plan) {
        Patience.Verdict verdict = patience.judge(sight, plan);
        if (verdict.quiet().isEmpty()) {
            MilvusPartitionStatus status = compose(sight, plan, verdict, Optional.empty());
            if (!status.equals(sight.resource().getStatus())) {
                send(sight, status).ifPresent(written -> news.tellTransition(sight, plan, verdict));
            }
        }
        return verdict.quiet().or(verdict::changesIn);
    }

    /** Writes the status whether it is new or not: the compare-and-set also proves that the version is current. */
    Optional<MilvusPartition> write(Sight sight, Plan plan) {
        return send(sight, compose(sight, plan, patience.judge(sight, plan), Optional.empty()));
    }

    /** The same, with the moment at which a drop is about to be sent: it makes a version that nobody has seen before. */
    Optional<MilvusPartition> attempt(Sight sight, Plan plan) {
        return send(sight, compose(sight, plan, patience.judge(sight, plan), Optional.of(clock.instant())));
    }

    private Optional<MilvusPartition> send(Sight sight, MilvusPartitionStatus status) {
        Optional<MilvusPartition> written = writes.status(StatusCopies.with(sight.resource(), status));
        written.ifPresent(newer -> flights.rewritten(
                sight.wish().uid(),
                sight.resource().getMetadata().getResourceVersion(),
                newer.getMetadata().getResourceVersion()));
        return written;
    }

    private MilvusPartitionStatus compose(Sight sight, Plan plan, Patience.Verdict verdict, Optional<Instant> attempt) {
        return Statuses.compose(
                sight,
                plan,
                verdict,
                new Particulars(
                        counts.rows(sight.wish().uid()),
                        inquiries.measured(sight, plan.memory().binding()),
                        inquiries.answered(sight),
                        attempt),
                clock.instant());
    }
}
