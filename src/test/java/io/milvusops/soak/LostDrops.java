package io.milvusops.soak;

import io.milvusops.fake.WorldEvent.Hand;
import io.milvusops.fake.WorldEvent.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges every resource that is gone: when its order stood, its partition must be gone too, unless the order was
 * withdrawn, the partition was never its own, or another resource has it.
 */
final class LostDrops {

    /** A policy that changed so shortly before the end may not have been seen. */
    private static final long UNSEEN = 10_000;

    /** Whether another one has taken over is seen by then. */
    private static final long HINDSIGHT = 3_000;

    /** The longest time for which the server that a connection led to may still be sent a creation. */
    private static final long UNDER_WAY = 40_000;

    private final Chronicle chronicle;
    private final Set<String> judged = new HashSet<>();

    LostDrops(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    List<Finding> judge(long now) {
        List<Finding> findings = new ArrayList<>();
        for (Life<Version> life : chronicle.resources()) {
            String uid = life.newest().version().uid();
            if (life.over() && life.ended() + HINDSIGHT <= now && judged.add(uid)) {
                lost(life, now).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private Optional<Finding> lost(Life<Version> life, long now) {
        Optional<Version.Bound> owned = owned(life);
        if (owned.isEmpty() || withdrawn(life)) {
            return Optional.empty();
        }
        Version.Bound bound = owned.get();
        boolean there = !chronicle.died(bound.endpoint(), bound.partitionId(), now);
        if (!there || takenOver(life, bound, now) || givenUp(life, bound.endpoint(), life.began())) {
            return Optional.empty();
        }
        Version last = life.newest().version();
        return Optional.of(new Finding(
                Finding.Kind.LOST_DROP,
                life.ended(),
                last.key() + " (" + last.uid() + ") is gone, and partition " + bound.partitionId() + " at "
                        + bound.endpoint() + " is still there",
                new Finding.Concern(List.of(last.uid()), bound.endpoint(), last.partition())));
    }

    /** What it had recorded last. */
    private static Optional<Version.Bound> owned(Life<Version> life) {
        return life.newest().version().bound();
    }

    /** Whether it can have gone for a reason that keeps the partition, and that was told. */
    private boolean withdrawn(Life<Version> life) {
        Version last = life.newest().version();
        boolean marked = last.deleting();
        long from = life.ended() - (marked ? 1_500 : UNSEEN);
        return life.during(from, life.ended()).stream()
                .anyMatch(version -> chronicle.terms(version.connection(), from, life.ended()).stream()
                        .anyMatch(terms -> keeps(version, terms)));
    }

    /** Whether its connection has come to lead elsewhere, and that was accepted. */
    private boolean givenUp(Life<Version> life, String endpoint, long since) {
        return chronicle.terms(life.newest().version().connection(), since, life.ended()).stream()
                .anyMatch(terms -> terms.giveUp(endpoint));
    }

    /** Without a finalizer it vanishes at once: right for one that keeps its partition or is done with it. */
    private static boolean keeps(Version version, Terms terms) {
        return version.retains(terms) || version.isTrue("abandon") || (version.absent() && !version.held());
    }

    private boolean takenOver(Life<Version> life, Version.Bound bound, long now) {
        return chronicle.resources().stream()
                .filter(other -> other != life)
                .flatMap(other -> other.during(life.ended() - 1_500, now).stream())
                .anyMatch(version -> !version.deleting() && version.boundTo(bound.endpoint(), bound.partitionId()));
    }

    /**
     * Judges, when everything has come to rest, every partition that the operator made and that is still there: some
     * resource must have been entitled to leave it behind, or still stand for it.
     */
    List<Finding> judgeLeftOvers(long now) {
        return chronicle.events().stream()
                .filter(event -> event.is(Kind.CREATED, Hand.CALL))
                .filter(made -> !chronicle.died(made.endpoint(), made.what().partitionId(), now))
                .filter(made -> chronicle.resources().stream().noneMatch(life -> answersFor(life, made)))
                .map(made -> leftOver(made, now))
                .toList();
    }

    private boolean answersFor(Life<Version> life, Event made) {
        return concerns(life, made)
                && (!life.over()
                        || withdrawn(life)
                        || servedAnew(life, made)
                        || givenUp(life, made.endpoint(), made.arrived()));
    }

    /**
     * A live resource whose collection was renamed is served in a new one of that name, and told so: what was made for
     * it before stays in the renamed one.
     */
    private static boolean servedAnew(Life<Version> life, Event made) {
        List<Long> bound = life.during(made.arrived(), life.ended()).stream()
                .flatMap(version -> version.bound().stream())
                .map(Version.Bound::partitionId)
                .distinct()
                .toList();
        return bound.contains(made.what().partitionId()) && bound.size() > 1;
    }

    /** It was made for that resource, or handed over to it: under whatever name its collection has by then. */
    private boolean concerns(Life<Version> life, Event made) {
        return named(life, made)
                || life.during(made.arrived(), life.ended()).stream()
                        .anyMatch(version ->
                                version.boundTo(made.endpoint(), made.what().partitionId()));
    }

    /** Whether it can have been made for that resource: where its names and its connection lead. */
    private boolean named(Life<Version> life, Event made) {
        Version last = life.newest().version();
        return last.collection().equals(made.what().collection())
                && last.partition().equals(made.what().partition())
                && life.ended() > made.arrived() - 1_000
                && chronicle.terms(last.connection(), made.arrived() - UNDER_WAY, made.at()).stream()
                        .anyMatch(terms -> terms.uri().equals(made.endpoint()));
    }

    private Finding leftOver(Event made, long now) {
        return new Finding(
                Finding.Kind.LOST_DROP,
                now,
                "the operator made it, nobody stands for it, and it is still there: " + made.told(),
                new Finding.Concern(
                        chronicle.resources().stream()
                                .filter(life -> concerns(life, made))
                                .map(life -> life.newest().version().uid())
                                .toList(),
                        made.endpoint(),
                        made.what().partition()));
    }
}
