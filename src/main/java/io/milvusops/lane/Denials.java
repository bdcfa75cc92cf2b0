package io.milvusops.lane;

import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the server denied when it was asked by name, beside a list that does not show the name: an absence that nobody
 * here made is believed only then. A list may lack what is there: a proxy's defect, a filter, the wrong database. A
 * denial stands until a list shows the name, so that nothing is asked twice; so does a doubt until it is asked anew.
 * Neither says anything of the other names in the list. Confined to the lane's turn.
 */
final class Denials {

    private final MilvusServer server;
    private final Set<String> denied = new HashSet<>();
    private final Map<String, Observation.Unknown> doubts = new HashMap<>();
    private long collectionId;

    Denials(MilvusServer server) {
        this.server = server;
    }

    /**
     * The snapshot with what is denied beside it.
     *
     * @param asked the names to ask for, where the list does not show them
     */
    Snapshot beside(Snapshot seen, List<String> asked) {
        if (seen.collection().id() != collectionId) {
            denied.clear();
            doubts.clear();
            collectionId = seen.collection().id();
        }
        denied.removeIf(name -> seen.find(name).isPresent());
        doubts.keySet().removeIf(name -> seen.find(name).isPresent());
        for (String name : asked) {
            if (seen.find(name).isEmpty() && !denied.contains(name)) {
                ask(seen, name);
            }
        }
        return seen.beside(denied, doubts);
    }

    /** A creation was sent: what was denied before it says nothing of what came of it. */
    void forget(String name) {
        denied.remove(name);
    }

    private void ask(Snapshot seen, String name) {
        try {
            if (server.has(seen.address().database(), seen.address().collection(), name)) {
                doubts.put(
                        name,
                        new Observation.Unknown(
                                Reason.INCOMPLETE_ANSWER,
                                "the list of partitions lacks " + name
                                        + ", which the server knows when asked for it by name"));
            } else {
                denied.add(name);
                doubts.remove(name);
            }
        } catch (ServerException failure) {
            doubts.put(name, new Observation.Unknown(failure.reason(), String.valueOf(failure.getMessage())));
        }
    }
}
