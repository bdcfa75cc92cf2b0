package io.milvusops.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import io.milvusops.partition.MilvusServer;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestListenerTest {

    private record Ended(String call, String outcome, Duration took) {}

    private final FakeMilvus milvus = FakeMilvus.start();
    private final List<Ended> ended = new CopyOnWriteArrayList<>();
    private final MilvusServer server = open((call, outcome, took) -> ended.add(new Ended(call, outcome, took)));

    private MilvusServer open(RequestListener listener) {
        return GrpcServers.open(milvus.uri(), Map.of(), FakeMilvus.PATIENCE, Entitlement.UNLIMITED, listener);
    }

    @BeforeEach
    void addCollection() {
        milvus.world().addCollection("default", "book");
    }

    @AfterEach
    void close() {
        server.close();
        milvus.close();
    }

    private List<String> outcomes() {
        return ended.stream().map(one -> one.call() + " " + one.outcome()).toList();
    }

    @Test
    void shouldTellEveryCallByItsNameInTheProtocol() throws ServerException {
        server.create("default", "book", "novel");
        milvus.world().load("default", "book", "novel");
        server.list("default", "book");
        server.has("default", "book", "novel");
        server.describe("default", "book");
        server.rows("default", "book", "novel");
        server.countedRows("default", "book", "novel");
        server.flush("default", "book");
        server.release("default", "book", "novel");
        server.drop("default", "book", "novel");
        server.version();

        Set<String> expected =
                Stream.of(Rpc.values()).map(rpc -> rpc.name().replace("_", "")).collect(Collectors.toSet());
        assertThat(ended.stream().map(one -> one.call().toUpperCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(ended).allSatisfy(one -> assertThat(one.outcome()).isEqualTo("OK"));
    }

    @Test
    void shouldTellTheReasonOfARefusal() {
        milvus.next(Rpc.DROP_PARTITION, Fault.permissionDenied());

        assertThatThrownBy(() -> server.drop("default", "book", "novel")).isInstanceOf(ServerException.class);

        assertThat(outcomes()).containsExactly("DropPartition PermissionDenied");
    }

    @Test
    void shouldTellTheReasonOfAnAnswerThatIsAFailure() {
        milvus.next(Rpc.FLUSH, Fault.rateLimited());

        assertThatThrownBy(() -> server.flush("default", "book")).isInstanceOf(ServerException.class);

        assertThat(outcomes()).containsExactly("Flush ServerBusy");
    }

    @Test
    void shouldTellARequestThatNobodyAnswered() {
        milvus.stop();

        assertThatThrownBy(() -> server.list("default", "book")).isInstanceOf(ServerException.class);

        assertThat(outcomes()).containsExactly("ShowPartitions " + Reason.SERVER_UNREACHABLE.text());
    }

    @Test
    void shouldTellHowLongARequestTook() throws ServerException {
        server.version();

        assertThat(ended)
                .singleElement()
                .satisfies(one -> assertThat(one.took()).isPositive());
    }

    @Test
    void shouldNotLetAListenerChangeWhatBecameOfARequest() throws ServerException {
        try (MilvusServer careless = open((call, outcome, took) -> {
            throw new IllegalStateException("defect");
        })) {
            careless.create("default", "book", "novel");
        }

        assertThat(milvus.world().partitions("default", "book")).contains("novel");
    }
}
