package io.milvusops.reconcile;

import io.milvusops.api.DropBudgetStatus;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusConnectionSpec;
import io.milvusops.api.MilvusConnectionStatus;
import io.milvusops.partition.DropAllowance;
import io.milvusops.partition.DropLedger;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Reads the budget of a connection and the account of it in its status, and composes that account. */
final class BudgetRecords {

    private BudgetRecords() {}

    /** What the connection allows, empty when it sets no budget. */
    static Optional<DropAllowance> allowance(MilvusConnection connection) {
        return Optional.ofNullable(connection.getSpec())
                .map(MilvusConnectionSpec::dropBudget)
                .map(budget -> new DropAllowance(budget.limit(), budget.window().length()));
    }

    /** The account as it is on record; what is not on record was not spent. */
    static DropLedger ledger(MilvusConnection connection) {
        return Optional.ofNullable(connection.getStatus())
                .map(MilvusConnectionStatus::dropBudget)
                .map(account -> new DropLedger(
                        Records.instant(account.windowStart()), Objects.requireNonNullElse(account.spent(), 0)))
                .orElse(DropLedger.CLOSED);
    }

    /** The account as the status tells it. */
    static DropBudgetStatus account(DropLedger ledger, DropAllowance allowance) {
        return new DropBudgetStatus(
                ledger.opened().map(Instant::toString).orElse(null),
                ledger.spent(),
                ledger.remaining(allowance),
                ledger.ends(allowance).map(Instant::toString).orElse(null));
    }

    /** What the status of the connection tells now, for a spec that can be read; else what it told before. */
    static Optional<DropBudgetStatus> shown(MilvusConnection connection, Instant now) {
        if (connection.getSpec() == null) {
            return Optional.ofNullable(connection.getStatus()).map(MilvusConnectionStatus::dropBudget);
        }
        return allowance(connection).map(allowance -> account(ledger(connection).at(now, allowance), allowance));
    }

    /** When the window that is open is over, empty while none is. */
    static Optional<Instant> ends(MilvusConnection connection, Instant now) {
        return allowance(connection)
                .flatMap(allowance -> ledger(connection).at(now, allowance).ends(allowance));
    }
}
