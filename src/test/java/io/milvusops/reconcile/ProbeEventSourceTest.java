package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.api.MilvusConnection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which connections are told to be gone. */
class ProbeEventSourceTest {

    private final List<MilvusConnection> gone = new ArrayList<>();
    private final ProbeEventSource source = new ProbeEventSource(gone::add);

    private static MilvusConnection connection(String uid) {
        MilvusConnection connection = Bench.connection("");
        connection.getMetadata().setUid(uid);
        return connection;
    }

    @Test
    void shouldTellOneThatWasDeleted() {
        MilvusConnection connection = connection("former");

        source.onResourceDeleted(connection);

        assertThat(gone).containsExactly(connection);
    }

    /** A watch that was cut shows a deletion and a new connection of the name as one change. */
    @Test
    void shouldTellTheFormerOneWhenAnotherHasTakenItsName() {
        MilvusConnection former = connection("former");

        source.onResourceUpdated(connection("namesake"), former);

        assertThat(gone).containsExactly(former);
    }

    @Test
    void shouldNotTellOneThatHasOnlyChanged() {
        source.onResourceUpdated(connection("former"), connection("former"));

        assertThat(gone).isEmpty();
    }
}
