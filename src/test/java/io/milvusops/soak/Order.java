package io.milvusops.soak;

import io.milvusops.fake.WorldEvent.Hand;
import io.milvusops.fake.WorldEvent.Kind;
import java.util.List;
import java.util.Optional;

/**
 * Whether one resource had the right to have one partition dropped at one moment. Where nobody can tell which version
 * held at the moment, one with the right is enough.
 */
final class Order {

    /** A list may be on its way while somebody creates what it does not show. */
    private static final long LIST = 3_500;

    /** So long a creation whose outcome is unknown may take on the server, and a little more. */
    private static final long CREATION = 38_000;

    private final Chronicle chronicle;
    private final RowHistory rows;

    Order(Chronicle chronicle, RowHistory rows) {
        this.chronicle = chronicle;
        this.rows = rows;
    }

    /** What speaks against that drop or release; empty when the resource had the right. */
    Optional<String> objection(Life<Version> life, Event write, long partitionId, long moment) {
        Optional<String> objection = Optional.of("was not there");
        for (Version version : life.during(moment, moment)) {
            for (Terms terms : chronicle.terms(version.connection(), moment, moment)) {
                objection = against(life, version, terms, write, partitionId, moment);
                if (objection.isEmpty()) {
                    return objection;
                }
            }
        }
        return objection;
    }

    private Optional<String> against(
            Life<Version> life, Version version, Terms terms, Event write, long partitionId, long moment) {
        String endpoint = write.endpoint();
        if (!version.boundTo(endpoint, partitionId)) {
            return Optional.of("had not recorded it");
        } else if (!version.orders(terms)) {
            return Optional.of("did not order a drop");
        } else if (version.isTrue("paused") || terms.paused()) {
            return Optional.of("was paused");
        } else if (!terms.allow(version)) {
            return Optional.of("was not allowed");
        } else if (version.needsConfirmation()
                && !version.annotation("confirm-drop").equals(partitionId + "." + version.generation())) {
            return Optional.of("was not confirmed");
        } else if (given(life, version) + version.delayMillis() > moment + 50) {
            return Optional.of("was delayed");
        } else if (version.maxRows().isPresent()
                && rows.least(endpoint, partitionId, moment) > version.maxRows().getAsLong()) {
            return Optional.of("had too many rows");
        } else if (version.blocksLoaded() && write.is(Kind.RELEASED, Hand.CALL)) {
            return Optional.of("leaves alone what is loaded");
        } else if (!terms.uri().equals(endpoint)) {
            return Optional.of("had a connection that leads elsewhere");
        }
        return WriteAhead.missing(life, terms, partitionId, moment)
                .or(() -> uncovered(life, version, endpoint, partitionId));
    }

    /** When this version's order was given: every change of the spec is a new one. */
    private static long given(Life<Version> life, Version version) {
        return life.all().stream()
                .filter(seen -> seen.version().generation() == version.generation())
                .mapToLong(Life.Seen::earliest)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** An order covers one incarnation, and a policy of refusal all that others made. */
    private Optional<String> uncovered(Life<Version> life, Version version, String endpoint, long partitionId) {
        Optional<Event> birth = chronicle.birth(endpoint, partitionId);
        if (birth.isEmpty() || accepted(life, partitionId)) {
            return Optional.empty();
        }
        boolean foreign = birth.get().what().hand() == Hand.CLIENT;
        if (foreign && fulfilledBefore(life, version, birth.get().at())) {
            return Optional.of("had its order fulfilled before this incarnation came");
        }
        if (foreign
                && alwaysRefused(life, birth.get().at())
                && !inherited(life, endpoint, partitionId)
                && !creating(life, birth.get().at())) {
            return Optional.of("refused all the time what others had made");
        }
        return Optional.empty();
    }

    private static boolean accepted(Life<Version> life, long partitionId) {
        return life.all().stream()
                .anyMatch(
                        seen -> seen.version().annotation("accept-replacement").equals(String.valueOf(partitionId)));
    }

    private static boolean fulfilledBefore(Life<Version> life, Version order, long birth) {
        return life.all().stream()
                .filter(seen -> seen.known() < birth)
                .map(Life.Seen::version)
                .anyMatch(version -> version.generation() == order.generation()
                        && version.observedGeneration() == order.generation()
                        && version.absent()
                        && !version.intends()
                        && !version.object().at("/status/drop/outcome").isMissingNode());
    }

    private boolean alwaysRefused(Life<Version> life, long birth) {
        return life.during(birth, Long.MAX_VALUE - 1).stream()
                .allMatch(version -> chronicle.terms(version.connection(), birth, Long.MAX_VALUE - 1).stream()
                        .allMatch(version::refuses));
    }

    /** While its own creation may be on its way, a resource cannot tell a stranger's from its own. */
    private static boolean creating(Life<Version> life, long birth) {
        boolean intends = life.during(birth, birth).stream().anyMatch(Version::intends);
        return intends && life.during(0, birth - CREATION).stream().noneMatch(Version::intends);
    }

    private boolean inherited(Life<Version> life, String endpoint, long partitionId) {
        return chronicle.resources().stream()
                .filter(other -> other != life)
                .flatMap(other -> other.all().stream())
                .anyMatch(seen -> seen.version().boundTo(endpoint, partitionId));
    }

    /** Whether a list that the operator can have relied on showed that another one had come. */
    boolean knownReplaced(Event drop, Event birth) {
        List<Event> lists = chronicle.lists().stream()
                .filter(list -> list.endpoint().equals(drop.endpoint())
                        && list.what().collection().equals(drop.what().collection()))
                .filter(list -> list.at() > birth.at() && list.at() < drop.arrived())
                .toList();
        return !lists.isEmpty() || birth.at() < drop.arrived() - LIST;
    }
}
