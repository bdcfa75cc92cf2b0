package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Entry;
import io.milvusops.partition.Listing;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException.Effect;
import io.milvusops.partition.Snapshot;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CreatorTest {

    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");
    private static final LaneTimes TIMES = LaneTimes.of(Duration.ofSeconds(30), Duration.ofSeconds(5));

    private final ScriptedServer server = new ScriptedServer();
    private final Creator creator = new Creator(
            server, BOOK, new Lookout(server, BOOK, TIMES.freshness(), server::nanos), TIMES, server::nanos);

    private Snapshot seen(String realName, Map<String, Entry> partitions) {
        return new Snapshot(
                BOOK,
                new CollectionDescription(ScriptedServer.COLLECTION, "default", realName),
                new Listing(101, partitions),
                Set.of(),
                Map.of(),
                server.now,
                server.now);
    }

    private Outcome create(Snapshot before, Permit permit) {
        return creator.create(new Request.Create("uid", "novel", ScriptedServer.FINGERPRINT, permit), before);
    }

    private Outcome create() {
        return create(seen("book", Map.of()), Optional::empty);
    }

    @Test
    void shouldTellTheInstantOfTheAnswer() {
        assertThat(create()).isEqualTo(new Outcome.Answered(OptionalLong.empty(), server.now));
    }

    @Test
    void shouldNeverCreateWithoutPermit() {
        Outcome outcome = create(seen("book", Map.of()), () -> Optional.of("not the leader"));

        assertThat(server.calls).isEmpty();
        assertThat(outcome).isEqualTo(new Outcome.Refused(Reason.OBSERVING, "not the leader"));
    }

    @Test
    void shouldNeverCreateThroughAnAlias() {
        Outcome outcome = create(seen("book_v2", Map.of()), Optional::empty);

        assertThat(server.calls).isEmpty();
        assertThat(outcome).isEqualTo(new Outcome.Refused(Reason.ALIAS_REFUSED, "the collection is named by an alias"));
    }

    @Test
    void shouldNotCreateWhatTheListShows() {
        Outcome outcome = create(seen("book", Map.of("novel", new Entry(7, 1))), Optional::empty);

        assertThat(server.calls).isEmpty();
        assertThat(outcome)
                .isEqualTo(new Outcome.Refused(Reason.OBSERVING, "a partition of this name is there already"));
    }

    @Test
    void shouldTellARefusalOfTheServer() {
        server.fail("create", Reason.PARTITION_LIMIT_REACHED, Effect.NONE);

        assertThat(create()).isEqualTo(new Outcome.Refused(Reason.PARTITION_LIMIT_REACHED, "PartitionLimitReached"));
    }

    /** Whoever waits for the outcome would wait for ever. */
    @Test
    void shouldTellThatNothingWasSentWhereTheListGrewOldAndNoNewerOneWasGiven() {
        Snapshot old = seen("book", Map.of());
        server.now += TIMES.freshness().toNanos() + 1;
        server.fail("list", Reason.PERMISSION_DENIED, Effect.NONE);

        assertThat(create(old, Optional::empty))
                .isEqualTo(new Outcome.Refused(Reason.PERMISSION_DENIED, "PermissionDenied"));
    }

    /** A create in a loaded collection takes longer than a request may. */
    @Test
    void shouldTellAnUnknownOutcomeWithTheTimeThatSettlesACreate() {
        server.fail("create", Reason.SERVER_UNREACHABLE, Effect.UNKNOWN);

        assertThat(create())
                .isEqualTo(new Outcome.Unknown(
                        Reason.SERVER_UNREACHABLE,
                        "ServerUnreachable",
                        server.now + Duration.ofSeconds(36).toNanos()));
    }

    /** Its intent does not explain what would be made there. */
    @Test
    void shouldNotCreateInACollectionThatWasRecreated() {
        Outcome outcome =
                creator.create(new Request.Create("uid", "novel", 99, Optional::empty), seen("book", Map.of()));

        assertThat(server.calls).isEmpty();
        assertThat(outcome).isEqualTo(new Outcome.Refused(Reason.OBSERVING, "the collection was recreated meanwhile"));
    }
}
