package io.milvusops.soak;

import io.milvusops.it.AuditLog;
import io.milvusops.it.DefectLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One run: acts, then calm, then everybody leaves; judged all the time. */
final class Soak implements AutoCloseable {

    private static final int ENOUGH_FINDINGS = 5;
    private static final Duration REST = Duration.ofSeconds(100);

    /** Nothing more changes after so long without a gap. */
    private static final int CALM_LOOKS = 15;

    private static final long LOOK_MILLIS = 200;

    /** A short run has no minute for the window of a budget. */
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

    /** The operator has seen an edit of a connection by then. */
    private static final long KNOWN = 1_000;

    /** Late effects, outages and the like are over by then. */
    private static final long AFTERMATH = 7_000;

    private final long seed;
    private final Duration length;
    private final SoakStage stage = new SoakStage();
    private final Judges judges = new Judges(stage.chronicle, stage.rows, stage.pulse);
    private final Tally tally = new Tally();
    private final Users users = new Users(stage.places, stage.resources, stage.chronicle, stage.clock);
    private final Administrators administrators =
            new Administrators(stage.places, stage.resources, stage.chronicle, stage.clock);
    private final Clients clients = new Clients(stage.places, stage.chronicle, stage.rows, stage.clock);
    private final Troubles troubles = new Troubles(
            stage.places,
            new MilvusTroubles(stage.later),
            stage.apiServer,
            stage.operator,
            stage.chronicle,
            stage.rows,
            stage.clock);
    private final LastOrders lastOrders = new LastOrders(stage.places, users, clients);
    private Map<String, Long> held = Map.of();
    private long looked;
    private final CountDownLatch never = new CountDownLatch(1);

    Soak(long seed, Duration length) throws IOException {
        this.seed = seed;
        this.length = length;
    }

    /** Returns what was found, which should be nothing. */
    List<Finding> run() {
        stage.places.forEach(place -> {
            clients.createCollections(place);
            administrators.create(place);
        });
        act();
        if (judges.findings().isEmpty()) {
            comeToRest();
        }
        if (judges.findings().isEmpty()) {
            orderAtLast();
        }
        if (judges.findings().isEmpty()) {
            leave();
        }
        return judges.findings();
    }

    private void act() {
        Script script = new Script(seed);
        long start = stage.clock.now();
        long end = start + length.toMillis();
        while (stage.clock.now() < end && judges.findings().size() < ENOUGH_FINDINGS) {
            Act act = script.next();
            // On a slow machine everything comes later, but never closer together than it is meant to.
            start = Math.max(start, stage.clock.now() - act.at());
            pause(start + act.at() - stage.clock.now());
            stage.chronicle.note(
                    stage.clock.now(),
                    "act " + act.kind() + " " + act.place() + " r" + act.slot() + " " + act.target());
            perform(act);
            tally.count(act.kind());
            if (stage.clock.now() - looked >= LOOK_MILLIS) {
                look();
            }
        }
    }

    private void perform(Act act) {
        switch (act.kind().party()) {
            case CLIENT -> clients.perform(act);
            case FAULT -> troubles.perform(act);
            case USER -> {
                if (act.kind().name().matches(".*(CONNECTION|TARGETS|DEFAULTS).*")) {
                    administrators.perform(act);
                } else {
                    users.perform(act);
                }
            }
        }
    }

    private void look() {
        looked = stage.clock.now();
        stage.places.forEach(place -> place.milvus().calls().clear());
        judges.look(stage.clock.now(), troubles.started(), stage.situation());
    }

    private void comeToRest() {
        troubles.end();
        note("no more faults");
        long calm = stage.clock.now() + AFTERMATH;
        waitUntil(() -> stage.clock.now() > calm);
        waitForCalm(this::explained);
        judges.lookAtRest(stage.clock.now(), stage.situation());
    }

    /** Whatever can be dropped is held by a gate first, and goes when that is opened. */
    private void orderAtLast() {
        if (length.compareTo(LONG_ENOUGH) >= 0) {
            administrators.limit(lastOrders.limited(stage.situation()));
        }
        long known = stage.clock.now() + KNOWN;
        waitUntil(() -> stage.clock.now() > known);
        note("the last orders");
        lastOrders.give(stage.situation());
        waitForCalm(() -> lastOrders.held(stage.situation()) && explained());
        judges.lookAtRest(stage.clock.now(), stage.situation());
        held = lastOrders.holding(stage.situation());
        note("their gates are opened");
        waitForCalm(() -> {
            lastOrders.open(stage.situation());
            return lastOrders.done(stage.situation()) && explained();
        });
        judges.lookAtRest(stage.clock.now(), stage.situation());
    }

    private boolean explained() {
        Situation situation = stage.situation();
        return situation.resources().stream()
                .allMatch(version ->
                        new Explanation(situation, version).gapAtRest().isEmpty());
    }

    /** Whatever holds a drop is taken back, and all resources are deleted. */
    private void leave() {
        stage.places.forEach(administrators::settle);
        note("everybody leaves");
        for (Place place : stage.places) {
            for (int slot = 0; slot < Script.SLOTS + Script.DUELLISTS; slot++) {
                Departure.of(users, place, place.resource(slot), stage.situation());
            }
        }
        waitForCalm(() -> {
            Departure.acceptAll(users, stage.places, stage.situation());
            return stage.situation().resources().isEmpty();
        });
        judges.lookAtTheEnd(stage.clock.now(), stage.situation());
    }

    private void note(String text) {
        stage.chronicle.note(stage.clock.now(), text);
    }

    /** Waits until it holds for a while, or for as long as anything may take. */
    private void waitForCalm(BooleanSupplier calm) {
        long latest = stage.clock.now() + REST.toMillis();
        int looks = 0;
        while (looks < CALM_LOOKS && stage.clock.now() < latest) {
            looks = calm.getAsBoolean() ? looks + 1 : 0;
            pause(LOOK_MILLIS);
            look();
        }
    }

    private void waitUntil(BooleanSupplier holds) {
        while (!holds.getAsBoolean()) {
            pause(LOOK_MILLIS);
            look();
        }
    }

    /** The pace of the acts is a part of the script. */
    private void pause(long millis) {
        try {
            if (never.await(Math.max(0, millis), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("never");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /** What the operator asked the API server without having the right to. */
    List<AuditLog.Request> forbidden() {
        return stage.forbidden();
    }

    /** What the operator's log tells of its own defects. */
    List<String> defects() {
        return DefectLog.in(stage.operator.log());
    }

    /** What was done: a run in which nothing happens finds nothing. */
    Tally tally() {
        return tally;
    }

    /** How many orders were held by a gate until it was opened. */
    int lastOrders() {
        return lastOrders.given();
    }

    /** How many drops were judged. */
    int drops() {
        return judges.wrong().drops();
    }

    String report() {
        return tally.report(seed, length.toSeconds(), judges.wrong(), judges.silent(), judges.findings())
                + "\n  last orders " + lastOrders.given() + ", held by " + held;
    }

    String story(Finding finding) {
        return new Story(stage.chronicle, finding).tell(stage.operator.log());
    }

    @Override
    public void close() throws IOException {
        stage.close();
    }
}
