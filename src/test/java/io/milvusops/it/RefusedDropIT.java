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

/** A drop that the server refuses is tried again after a pause, as a creation is. */
class RefusedDropIT {

    /** So many lists, at least one a second, are made within the first three pauses, of 5, 10 and 20 seconds. */
    private static final int LISTS = 16;

    private static final int TRIES = 4;

    private static final List<HeldWorld> WORLDS = new ArrayList<>();

    private static Stage stage;

    /** In the words and codes of the servers. */
    private enum Refusal {
        PERMISSION_DENIED("PermissionDenied"),
        RATE_LIMITED("ServerBusy"),
        QUOTA_EXCEEDED("QuotaExceeded"),
        /** "Done", and nothing was. */
        WITHOUT_EFFECT("OutcomeUnknown");

        private final String reason;

        Refusal(String reason) {
            this.reason = reason;
        }

        private Fault fault() {
            return switch (this) {
                case PERMISSION_DENIED -> Fault.permissionDenied();
                case RATE_LIMITED -> Fault.rateLimited();
                case QUOTA_EXCEEDED -> Fault.answer(9, 49, "quota exceeded");
                case WITHOUT_EFFECT -> Fault.answer(0, 0, "");
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
        world.milvus.always(Rpc.DROP_PARTITION, refusal.fault());
        world.delete();
        stage.awaitReason(name, "novel", refusal.reason);
        int listed = world.milvus.calls().count(Rpc.SHOW_PARTITIONS);

        stage.await(() -> world.milvus.calls().count(Rpc.SHOW_PARTITIONS) >= listed + LISTS);

        assertThat(world.drops()).isBetween(1, TRIES);
        world.milvus.heal();
        stage.awaitGone(name, "novel");
        assertThat(world.milvus.world().partitions("default", name)).containsExactly("_default");
    }
}
