package io.milvusops.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.milvusops.fake.FakeMilvus;
import io.milvusops.milvus.Http2Peer.Manner;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A peer that vanished without a word: its connection stays as it was, and nothing comes any more. Takes 15 seconds. */
class SilentPeerIT {

    /** Asked after ten seconds and given up after five more: long before the deadline of the call. */
    @Test
    void shouldFindWithinFifteenSecondsThatNobodyIsThere() {
        try (Http2Peer peer = new Http2Peer(Manner.SILENT);
                MilvusServer server = GrpcServers.open(
                        peer.uri(), Map.of(), FakeMilvus.PATIENCE, Entitlement.UNLIMITED, RequestListener.NONE)) {
            long began = System.nanoTime();

            ServerException failure =
                    catchThrowableOfType(ServerException.class, () -> server.drop("default", "book", "novel"));

            Duration took = Duration.ofNanos(System.nanoTime() - began);
            assertThat(took).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(25));
            assertThat(failure.reason()).isEqualTo(Reason.SERVER_UNREACHABLE);
        }
    }
}
