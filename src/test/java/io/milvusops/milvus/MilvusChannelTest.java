package io.milvusops.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.milvusops.fake.FakeMilvus;
import io.milvusops.milvus.Http2Peer.Manner;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.ServerException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How often a call is sent. */
class MilvusChannelTest {

    /** The library may send again what was refused before it was looked at; in between a name may change hands. */
    @Test
    void shouldSendACallOnceThatTheProtocolAllowsToRepeat() {
        try (Http2Peer peer = new Http2Peer(Manner.REFUSING);
                MilvusServer server = GrpcServers.open(
                        peer.uri(), Map.of(), FakeMilvus.PATIENCE, Entitlement.UNLIMITED, RequestListener.NONE)) {
            ServerException failure =
                    catchThrowableOfType(ServerException.class, () -> server.drop("default", "book", "novel"));

            assertThat(failure).isNotNull();
            assertThat(peer.calls()).isOne();
        }
    }
}
