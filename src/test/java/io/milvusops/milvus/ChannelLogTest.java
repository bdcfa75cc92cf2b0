package io.milvusops.milvus;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.fake.FakeMilvus;
import io.milvusops.ops.LoggingProcess;
import io.milvusops.partition.MilvusEndpoint;
import io.milvusops.partition.ServerException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelLogTest {

    @Test
    void shouldNotLetTheTransportLogWhatTheFailedCallTells() throws Exception {
        assertThat(LoggingProcess.log(Asker.class, Map.of())).containsExactly("SERVER_UNREACHABLE");
    }

    /** Asks a host that does not exist: names that end like this never do (RFC 6761). */
    static final class Asker {

        private Asker() {}

        public static void main(String[] arguments) {
            try (GrpcMilvusServer server = new GrpcMilvusServer(
                    MilvusEndpoint.parse("http://nowhere.invalid"),
                    Credentials.none(),
                    FakeMilvus.PATIENCE,
                    Entitlement.UNLIMITED,
                    RequestListener.NONE)) {
                System.out.println(server.version());
            } catch (ServerException failure) {
                System.out.println(failure.reason());
            }
        }
    }
}
