package io.milvusops.soak;

import io.milvusops.fake.WorldEvent.Hand;
import io.milvusops.fake.WorldEvent.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What happened, as the API server and the Milvus servers tell it. Thread-safe. */
final class Chronicle {

    /** Something that the acts did, for whoever reads the story of a failure. */
    record Note(long at, String text) {}

    /** How far a version that the operator wrote can be older than the moment at which the watch told of it. */
    private static final long WATCH_LAG = 1_000;

    private final Map<String, Life<Version>> resources = new LinkedHashMap<>();
    private final Map<String, List<Life<Terms>>> connections = new LinkedHashMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Event> lists = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final List<Long> blindings = new ArrayList<>();
    private final Map<String, List<Long>> renamings = new LinkedHashMap<>();

    /** A version that the watch told of. */
    synchronized void watched(Version version, long now) {
        life(version).saw(version, now - WATCH_LAG, now);
    }

    /** A version that a user's own write made: nobody had it before the write was sent. */
    synchronized void written(Version version, long sent, long answered) {
        life(version).saw(version, sent, answered);
    }

    /** The resource is gone; told with its last version. */
    synchronized void gone(Version last, long now) {
        Life<Version> life = life(last);
        life.saw(last, now - WATCH_LAG, now);
        life.end(now);
    }

    private Life<Version> life(Version version) {
        return resources.computeIfAbsent(version.uid(), uid -> new Life<>(Version::resourceVersion));
    }

    synchronized void watched(Terms terms, long now) {
        connection(terms).saw(terms, now - WATCH_LAG, now);
    }

    synchronized void gone(Terms last, long now) {
        connection(last).end(now);
    }

    /** A connection's life ends with its object: the next one of that name has another. */
    private Life<Terms> connection(Terms terms) {
        List<Life<Terms>> lives = connections.computeIfAbsent(terms.key(), key -> new ArrayList<>());
        if (lives.isEmpty() || lives.get(lives.size() - 1).over()) {
            lives.add(new Life<>(Terms::resourceVersion));
        }
        return lives.get(lives.size() - 1);
    }

    synchronized void happened(Event event) {
        (event.what().kind() == Kind.LISTED ? lists : events).add(event);
    }

    synchronized void note(long at, String text) {
        notes.add(new Note(at, text));
    }

    /** From now on the operator's watches are broken for a while. */
    synchronized void blinded(long at) {
        blindings.add(at);
    }

    /** Whatever was changed after it may not have been seen by the end of that time. */
    synchronized Optional<Long> firstBlinding(long from, long to) {
        return blindings.stream().filter(at -> at >= from && at <= to).min(Long::compare);
    }

    /** From now on names of collections lead elsewhere on that server. */
    synchronized void renamed(String endpoint, long at) {
        renamings.computeIfAbsent(endpoint, server -> new ArrayList<>()).add(at);
    }

    synchronized boolean renamedBetween(String endpoint, long from, long to) {
        return renamings.getOrDefault(endpoint, List.of()).stream().anyMatch(at -> at >= from && at <= to);
    }

    synchronized List<Life<Version>> resources() {
        return List.copyOf(resources.values());
    }

    /** What a connection can have said from one moment to the other; that it is not there is one of the answers. */
    synchronized List<Terms> terms(String connection, long from, long to) {
        List<Terms> held = new ArrayList<>();
        boolean whole = false;
        for (Life<Terms> life : connections.getOrDefault(connection, List.of())) {
            held.addAll(life.during(from, to));
            whole |= life.began() <= from && life.ended() > to;
        }
        if (!whole) {
            held.add(Terms.NONE);
        }
        return held;
    }

    /** Since when a connection has had the budget that it has then; empty when it has none. */
    synchronized OptionalLong budgetSince(String connection, long moment) {
        OptionalLong since = OptionalLong.empty();
        OptionalInt budget = OptionalInt.empty();
        for (Life<Terms> life : connections.getOrDefault(connection, List.of())) {
            for (Life.Seen<Terms> seen : life.all()) {
                OptionalInt next = seen.version().budget();
                if (seen.earliest() <= moment && !next.equals(budget)) {
                    budget = next;
                    since = next.isPresent() ? OptionalLong.of(seen.earliest()) : OptionalLong.empty();
                }
            }
        }
        return since;
    }

    /** The newest version of everything that is there, beside the servers as they were just before. */
    synchronized Situation situation(Map<String, World> worlds, long now) {
        Map<String, Terms> terms = new LinkedHashMap<>();
        connections.forEach((key, lives) -> {
            Life<Terms> newest = lives.get(lives.size() - 1);
            if (!newest.over()) {
                terms.put(key, newest.newest().version());
            }
        });
        return new Situation(
                resources.values().stream()
                        .filter(life -> !life.over())
                        .map(life -> life.newest().version())
                        .toList(),
                terms,
                worlds,
                Past.of(resources.values(), connections, now));
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    synchronized List<Event> lists() {
        return List.copyOf(lists);
    }

    synchronized List<Note> notes() {
        return List.copyOf(notes);
    }

    /** How a partition came to be. */
    synchronized Optional<Event> birth(String endpoint, long partitionId) {
        return events.stream()
                .filter(event -> event.what().kind() == Kind.CREATED && event.about(endpoint, partitionId))
                .findFirst();
    }

    /** Whether a partition was taken away no later than then. */
    synchronized boolean died(String endpoint, long partitionId, long until) {
        return events.stream()
                .anyMatch(event -> event.what().kind() == Kind.DROPPED
                        && event.about(endpoint, partitionId)
                        && event.at() <= until);
    }

    List<Event> dropsByCall() {
        return byCall(Kind.DROPPED);
    }

    synchronized List<Event> byCall(Kind... kinds) {
        return events.stream()
                .filter(event -> Stream.of(kinds).anyMatch(kind -> event.is(kind, Hand.CALL)))
                .toList();
    }
}
