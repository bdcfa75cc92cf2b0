package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the server refuses is asked for again after a pause, and nothing is written meanwhile. */
class RefusedCreationIT {

    /** So many lists, one a second, are made within the first two pauses, of 5 and 10 seconds. */
    private static final int LISTS = 8;

    private static final int TRIES = 3;

    /** The intent of each try, its withdrawal after it, and the reason once. */
    private static final int WRITES = 2 * TRIES + 2;

    private static final List<HeldWorld> WORLDS = new ArrayList<>();

    private static Stage stage;

    /** In the words and codes of the servers. */
    private enum Refusal {
        INVALID_NAME("InvalidName"),
        PERMISSION_DENIED("PermissionDenied"),
        LIMIT_REACHED("PartitionLimitReached"),
        QUOTA_EXCEEDED("QuotaExceeded");

        private final String reason;

        Refusal(String reason) {
            this.reason = reason;
        }

        private Fault fault() {
            return switch (this) {
                case INVALID_NAME ->
                    Fault.answer(
                            65535,
                            1,
                            "Invalid partition name: a-b. Partition name can only contain numbers, letters and"
                                    + " underscores.");
                case PERMISSION_DENIED -> Fault.permissionDenied();
                case LIMIT_REACHED ->
                    Fault.answer(65535, 1, "partition number (4096) exceeds max configuration (4096)");
                case QUOTA_EXCEEDED -> Fault.answer(9, 49, "quota exceeded");
            };
        }
    }

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
        WORLDS.forEach(HeldWorld::close);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRestBetweenTheTries(Refusal refusal) {
        String name = "rest" + refusal.reason.toLowerCase(Locale.ROOT);
        HeldWorld world = new HeldWorld(stage, name, HeldWorld.ANY_NAMESPACE, "");
        WORLDS.add(world);
        world.await("Present");
        world.milvus.always(Rpc.CREATE_PARTITION, refusal.fault());
        world.apply("second", "poem", "");
        stage.awaitReason(name, "second", refusal.reason);
        int listed = world.milvus.calls().count(Rpc.SHOW_PARTITIONS);

        stage.await(() -> world.milvus.calls().count(Rpc.SHOW_PARTITIONS) >= listed + LISTS);

        assertThat(world.milvus.calls().count(Rpc.CREATE_PARTITION)).isBetween(1, TRIES);
        assertThat(new AuditLog(stage.servers)
                        .ofOperator().stream()
                                .filter(AuditLog.Request::write)
                                .filter(request -> request.resource().startsWith("milvuspartitions"))
                                .filter(request -> request.namespace().equals(name)
                                        && request.name().equals("second")))
                .hasSizeLessThanOrEqualTo(WRITES);
    }
}
