package io.milvusops.soak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.milvusops.fake.WorldEvent;
import io.milvusops.fake.WorldEvent.Hand;
import io.milvusops.fake.WorldEvent.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A small history made by hand, for the tests of the judges: one server, partition novel of collection book. */
final class Planted {

    static final String SERVER = "http://127.0.0.1:1";
    static final String ELSEWHERE = "http://127.0.0.1:2";
    static final long ID = 7;

    final Chronicle chronicle = new Chronicle();
    final RowHistory rows = new RowHistory();
    private long resourceVersion;

    /** A connection that allows everything, and partition {@link #ID}, which the operator made. */
    Planted() {
        connection(0, "");
        event(Kind.CREATED, Hand.CALL, ID, 1_000, 1_000);
    }

    void connection(long at, String spec) {
        connection(at, "", SERVER, spec, "");
    }

    /** Its account has counted so many orders since then. */
    void spent(long at, String spec, int spent, String windowStart) {
        connection(at, "", SERVER, spec, "dropBudget: {windowStart: '%s', spent: %d}".formatted(windowStart, spent));
    }

    /** The connection with a mark from now on. */
    void mark(long at, String metadata) {
        connection(at, metadata, SERVER, "", "");
    }

    /** The connection leads elsewhere from now on. */
    void move(long at, String metadata) {
        connection(at, metadata, ELSEWHERE, "", "");
    }

    private void connection(long at, String metadata, String uri, String spec, String status) {
        chronicle.watched(new Terms(json("""
                {metadata: {namespace: soak, name: default, uid: c, resourceVersion: '%d' %s},
                 spec: {uri: '%s' %s}, status: {%s}}""".formatted(++resourceVersion, metadata, uri, spec, status))), at);
    }

    void event(Kind kind, Hand hand, long id, long arrived, long at) {
        chronicle.happened(new Event(
                SERVER, new WorldEvent(kind, hand, "book", kind == Kind.LISTED ? "" : "novel", id, 0, 0), arrived, at));
    }

    /** Partition novel of another collection. */
    void eventIn(String collection, Kind kind, Hand hand, long id, long at) {
        chronicle.happened(new Event(SERVER, new WorldEvent(kind, hand, collection, "novel", id, 0, 0), at, at));
    }

    void drop(long at) {
        event(Kind.DROPPED, Hand.CALL, ID, at, at);
    }

    /** A version of a resource that has recorded the partition. */
    Version version(long at, String uid, String metadata, String spec) {
        return version(at, uid, metadata, spec, attempting(uid, ID));
    }

    static String attempting(String uid, long id) {
        return bound(uid, id) + ", " + attempt(uid, id, "");
    }

    static String attempt(String uid, long id, String reservation) {
        return "drop: {ownerUID: %s, partitionID: '%d', attemptedAt: t %s}".formatted(uid, id, reservation);
    }

    static String bound(String uid, long id) {
        return "observedGeneration: 1, binding: {ownerUID: %s, endpoint: '%s', partitionID: '%d'}"
                .formatted(uid, SERVER, id);
    }

    Version version(long at, String uid, String metadata, String spec, String status) {
        Version version = version(uid, metadata, spec, status);
        chronicle.written(version, at, at);
        return version;
    }

    /** A resource that wants the partition present, and of which nobody knows when exactly it came. */
    void writtenBetween(long sent, long answered, String uid) {
        chronicle.written(version(uid, "", "", "observedGeneration: -1"), sent, answered);
    }

    private Version version(String uid, String metadata, String spec, String status) {
        return new Version(json("""
                {metadata: {namespace: soak, name: '%s', uid: '%s', resourceVersion: '%d', generation: 1,
                            finalizers: [milvusops.io/partition] %s},
                 spec: {collection: book, partition: novel %s}, status: {%s}}""".formatted(uid, uid, ++resourceVersion, metadata, spec, status)));
    }

    void gone(Version last, long at) {
        chronicle.gone(last, at);
    }

    List<Finding> wrongDrops() {
        return new WrongDrops(chronicle, rows, new Pulse(new SoakClock())).judge(Long.MAX_VALUE - 1);
    }

    List<Finding> lostDrops() {
        return new LostDrops(chronicle).judge(1_000_000);
    }

    Situation situation(Map<String, Map<String, Long>> collections) {
        return situation(new World(collections, Map.of(), Set.of(), Map.of()), 0);
    }

    Situation situation(World world, long now) {
        return chronicle.situation(Map.of(SERVER, world), now);
    }

    private static JsonNode json(String flow) {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(flow);
        } catch (JsonProcessingException garbled) {
            throw new IllegalArgumentException(flow, garbled);
        }
    }
}
