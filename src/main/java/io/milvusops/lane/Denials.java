package io.milvusops.lane;

import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.Snapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What the server denied when it was asked by name, beside a list that does not show the name: an absence that nobody
 * here made is believed only then. A list may lack what is there: a proxy's defect, a filter, the wrong database. A
 * denial stands until a list shows the name, so that nothing is asked twice; so does a doubt until it is asked anew, or
 * nobody has done so for a while. Neither says anything of the other names in the list. Confined to the lane's turn.
 */
final class Denials {

    /** Who needs the answer asks again at least every half minute. */
    static final Duration LAPSE = Duration.ofMinutes(2);

    private final MilvusServer server;
    private final Slice slice;
    private final Set<String> denied = new HashSet<>();
    private final Map<String, Doubt> doubts = new HashMap<>();
    private final LongSupplier nanos;
    private long collectionId;

    private record Doubt(Observation.Unknown why, long askedNanos) {}

    Denials(MilvusServer server, Slice slice, LongSupplier nanos) {
        this.server = server;
        this.slice = slice;
        this.nanos = nanos;
    }

    /**
     * The snapshot with what is denied beside it.
     *
     * @param asked the names to ask for, where the list does not show them, as far as the slice goes; the first one always
     * @param answered told each name that needs not be asked for any more
     */
    Snapshot beside(Snapshot seen, List<String> asked, Consumer<String> answered) {
        if (seen.collection().id() != collectionId) {
            denied.clear();
            doubts.clear();
            collectionId = seen.collection().id();
        }
        denied.removeIf(name -> seen.find(name).isPresent());
        long now = nanos.getAsLong();
        doubts.entrySet()
                .removeIf(doubt -> seen.find(doubt.getKey()).isPresent()
                        || now - doubt.getValue().askedNanos() > LAPSE.toNanos());
        Optional<Observation.Unknown> silence = Optional.empty();
        boolean begun = false;
        for (String name : asked) {
            if (seen.find(name).isEmpty() && !denied.contains(name)) {
                if (begun && silence.isEmpty() && slice.over()) {
                    break;
                }
                begun = true;
                Optional<Observation.Unknown> doubt = silence.or(() -> doubt(seen, name));
                silence = doubt.filter(Silence::is);
                note(name, doubt);
            }
            answered.accept(name);
        }
        return seen.beside(
                denied,
                doubts.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, doubt -> doubt.getValue().why())));
    }

    private void note(String name, Optional<Observation.Unknown> doubt) {
        if (doubt.isPresent()) {
            doubts.put(name, new Doubt(doubt.get(), nanos.getAsLong()));
        } else {
            denied.add(name);
            doubts.remove(name);
        }
    }

    /** A creation was sent: what was denied before it says nothing of what came of it. */
    void forget(String name) {
        denied.remove(name);
    }

    /** Why the server's word on the name is no denial, empty when it is. */
    private Optional<Observation.Unknown> doubt(Snapshot seen, String name) {
        try {
            return server.has(seen.address().database(), seen.address().collection(), name)
                    ? Optional.of(new Observation.Unknown(
                            Reason.INCOMPLETE_ANSWER,
                            "the list of partitions lacks " + name
                                    + ", which the server knows when asked for it by name"))
                    : Optional.empty();
        } catch (ServerException failure) {
            return Optional.of(new Observation.Unknown(failure.reason(), String.valueOf(failure.getMessage())));
        }
    }
}
