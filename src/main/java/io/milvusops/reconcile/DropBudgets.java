package io.milvusops.reconcile;

import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusConnectionStatus;
import io.milvusops.partition.Binding;
import io.milvusops.partition.Budget;
import io.milvusops.partition.DropAllowance;
import io.milvusops.partition.DropLedger;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.Memory;
import io.milvusops.partition.Wish;
import io.milvusops.reconcile.PartitionView.Sight;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Counts orders in the budgets of their connections. The account is in the connection's status and is written by a
 * compare-and-set, so that it holds for all processes and outlives each of them. Within this process one order after
 * the other is counted for a connection: else all that wait would write against each other. Thread-safe.
 */
final class DropBudgets {

    /** What became of an attempt to count an order. */
    enum Counting {
        /** It was counted, or nothing is left for it, or there is no budget any more: the budget tells which. */
        DECIDED,
        /** Somebody else wrote to the connection, and the watch does not show what yet. */
        OVERTAKEN
    }

    private static final int TRIES = 3;

    /** Which order was counted: a later generation or another incarnation is another one. */
    private record Reservation(long generation, Incarnation incarnation, Instant at) {}

    /**
     * The newest version that was written here, while the watch may show an older one.
     *
     * @param superseded the versions that led to it without anything between them
     */
    private record Written(MilvusConnection newest, Set<String> superseded) {}

    private final ResourceWrites writes;
    private final Function<ConnectionKey, Optional<MilvusConnection>> cache;
    private final Clock clock;
    private final Exclusion<ConnectionKey> exclusion = new Exclusion<>();
    private final Map<ConnectionKey, Written> written = new ConcurrentHashMap<>();
    private final Map<String, Reservation> reservations = new ConcurrentHashMap<>();

    DropBudgets(ResourceWrites writes, Function<ConnectionKey, Optional<MilvusConnection>> cache, Clock clock) {
        this.writes = writes;
        this.cache = cache;
        this.clock = clock;
    }

    /** What the budget of the connection says to the order of this generation for what is bound: never waits. */
    Budget of(ConnectionKey key, Wish wish, Memory memory) {
        Optional<MilvusConnection> connection = newest(key);
        Optional<DropAllowance> allowance = connection.flatMap(BudgetRecords::allowance);
        if (allowance.isEmpty()) {
            return new Budget.Unlimited();
        }
        Optional<Budget> reserved = Optional.ofNullable(reservations.get(wish.uid()))
                .filter(made -> made.generation() == wish.generation())
                .filter(made -> memory.binding().map(Binding::incarnation).equals(Optional.of(made.incarnation())))
                .map(made -> new Budget.Reserved(made.at()));
        return reserved.orElseGet(() -> left(key, connection.get(), allowance.get()));
    }

    /** An account that time has made wrong is put right by whoever wants to be counted, before anybody waits for it. */
    private Budget left(ConnectionKey key, MilvusConnection connection, DropAllowance allowance) {
        DropLedger recorded = BudgetRecords.ledger(connection);
        boolean exhausted = recorded.at(now(), allowance).equals(recorded) && recorded.remaining(allowance) == 0;
        return exhausted
                ? new Budget.Exhausted(
                        "MilvusConnection " + key.namespace() + "/" + key.name(),
                        recorded.spent(),
                        allowance.limit(),
                        Objects.requireNonNull(connection.understoodSpec().dropBudget())
                                .window()
                                .text(),
                        recorded.ends(allowance).orElseThrow())
                : new Budget.Open();
    }

    /** Counts the order of the resource; waits for the API server only, and for others that are counted. */
    Counting reserve(Sight sight) {
        ConnectionKey key = Connections.key(sight.resource());
        return exclusion.alone(key, () -> reserve(key, sight));
    }

    private Counting reserve(ConnectionKey key, Sight sight) {
        Optional<MilvusConnection> before = Optional.empty();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<MilvusConnection> base = newest(key);
            if (base.isEmpty() || version(base).equals(version(before))) {
                return Counting.OVERTAKEN;
            }
            if (count(key, base.get(), sight) == Counting.DECIDED) {
                return Counting.DECIDED;
            }
            before = base;
        }
        return Counting.OVERTAKEN;
    }

    private Counting count(ConnectionKey key, MilvusConnection base, Sight sight) {
        Optional<DropAllowance> allowance = BudgetRecords.allowance(base);
        if (allowance.isEmpty()) {
            return Counting.DECIDED;
        }
        Instant now = now();
        DropLedger recorded = BudgetRecords.ledger(base);
        DropLedger current = recorded.at(now, allowance.get());
        if (current.remaining(allowance.get()) == 0) {
            return current.equals(recorded) ? Counting.DECIDED : write(key, base, current, allowance.get());
        }
        Counting counted = write(key, base, current.spend(now), allowance.get());
        if (counted == Counting.DECIDED) {
            Incarnation incarnation = sight.memory().binding().orElseThrow().incarnation();
            reservations.put(sight.wish().uid(), new Reservation(sight.wish().generation(), incarnation, now));
        }
        return counted;
    }

    private Counting write(ConnectionKey key, MilvusConnection base, DropLedger ledger, DropAllowance allowance) {
        MilvusConnectionStatus status = Objects.requireNonNullElse(base.getStatus(), MilvusConnectionStatus.UNSEEN)
                .withDropBudget(BudgetRecords.account(ledger, allowance));
        Optional<MilvusConnection> newer = writes.status(StatusCopies.with(base, status));
        if (newer.isEmpty()) {
            written.remove(key);
            return Counting.OVERTAKEN;
        }
        Set<String> superseded = ahead(key).map(Written::superseded).orElseGet(ConcurrentHashMap::newKeySet);
        superseded.add(base.getMetadata().getResourceVersion());
        written.put(key, new Written(newer.get(), superseded));
        return Counting.DECIDED;
    }

    /** The newest version that is known here: the watch is a little behind what was just written. */
    private Optional<MilvusConnection> newest(ConnectionKey key) {
        return ahead(key).map(Written::newest).or(() -> shown(key));
    }

    /** What was written here and the watch does not show yet. */
    private Optional<Written> ahead(ConnectionKey key) {
        Optional<String> shown = version(shown(key));
        return Optional.ofNullable(written.get(key))
                .filter(own -> shown.map(own.superseded()::contains).orElse(false));
    }

    private Optional<MilvusConnection> shown(ConnectionKey key) {
        return cache.apply(key).filter(connection -> connection.unreadable().isEmpty());
    }

    private static Optional<String> version(Optional<MilvusConnection> connection) {
        return connection.map(known -> known.getMetadata().getResourceVersion());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** The resource is gone. */
    void forget(String uid) {
        reservations.remove(uid);
    }

    /** The connection is gone. */
    void forget(ConnectionKey key) {
        written.remove(key);
    }
}
