package io.milvusops.soak;

import java.util.ArrayList;
import java.util.List;

/** All that is counted, looked at again and again while a run goes on. */
final class Judges {

    /** The longest wait that is not a silent one. */
    private static final long PATIENCE = 30_000;

    /** So long after its start the operator has told everybody what it sees. */
    private static final long START = 10_000;

    /** A machine that keeps threads waiting for so long keeps the operator waiting, too. */
    private static final long STARVED = 1_000;

    private final Pulse pulse;
    private final WrongDrops wrong;
    private final LostDrops lost;
    private final SilentWaits silent = new SilentWaits(PATIENCE);
    private long looked;
    private final List<Finding> findings = new ArrayList<>();

    Judges(Chronicle chronicle, RowHistory rows, Pulse pulse) {
        this.pulse = pulse;
        wrong = new WrongDrops(chronicle, rows, pulse);
        lost = new LostDrops(chronicle);
    }

    WrongDrops wrong() {
        return wrong;
    }

    SilentWaits silent() {
        return silent;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /**
     * @param started when the operator was started last
     */
    void look(long now, long started, Situation situation) {
        findings.addAll(wrong.judge(now));
        findings.addAll(lost.judge(now));
        boolean running = now - started > START && pulse.worst(looked, now) < STARVED;
        looked = now;
        if (running) {
            findings.addAll(silent.look(now, situation));
        } else {
            silent.skip(now);
        }
    }

    /** What is still not explained when everything has come to rest. */
    void lookAtRest(long now, Situation situation) {
        for (Version version : situation.resources()) {
            new Explanation(situation, version)
                    .gapAtRest()
                    .ifPresent(why ->
                            findings.add(SilentWaits.of(now, version, why + ", and nothing goes wrong any more")));
        }
    }

    /** What is still there when everybody has left. */
    void lookAtTheEnd(long now, Situation situation) {
        for (Version version : situation.resources()) {
            findings.add(SilentWaits.of(now, version, "does not go, and nothing holds it: " + version.told()));
        }
        findings.addAll(wrong.judge(now + WrongDrops.HINDSIGHT));
        findings.addAll(lost.judgeLeftOvers(now));
    }
}
