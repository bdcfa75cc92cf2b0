package io.milvusops.lane;

import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import io.milvusops.partition.Snapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the server denied when it was asked by name, beside a list that does not show the name: an absence that nobody
 * here made is believed only then. A list may lack what is there: a proxy's defect, a filter, the wrong database. A
 * denial stands until a list shows the name, so that nothing is asked twice. Confined to the lane's turn.
 */
final class Denials {

    private final MilvusServer server;
    private final Set<String> denied = new HashSet<>();
    private long collectionId;

    Denials(MilvusServer server) {
        this.server = server;
    }

    /**
     * The snapshot with what is denied beside it.
     *
     * @param asked the names to ask for, where the list does not show them
     * @throws ServerException when the server says that a name is there, or does not say: then the list is no answer
     */
    Snapshot beside(Snapshot seen, List<String> asked) throws ServerException {
        if (seen.collection().id() != collectionId) {
            denied.clear();
            collectionId = seen.collection().id();
        }
        denied.removeIf(name -> seen.find(name).isPresent());
        for (String name : asked) {
            if (seen.find(name).isEmpty() && !denied.contains(name)) {
                ask(seen, name);
            }
        }
        return seen.denying(denied);
    }

    private void ask(Snapshot seen, String name) throws ServerException {
        boolean there = server.has(seen.address().database(), seen.address().collection(), name);
        if (there) {
            throw new ServerException(
                    Reason.INCOMPLETE_ANSWER,
                    ServerException.Effect.NONE,
                    "the list of partitions lacks " + name + ", which the server knows when asked for it by name");
        }
        denied.add(name);
    }
}
