package io.milvusops.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.CollectionDescription;
import io.milvusops.partition.Listing;
import io.milvusops.partition.Observation;
import io.milvusops.partition.Reason;
import io.milvusops.partition.ServerException.Effect;
import io.milvusops.partition.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server says that there is no collection of the id 100; under its name, each turn sees what a test says. */
class LocatorTest {

    private static final CollectionAddress BOOK = new CollectionAddress("http://milvus:19530", "default", "book");
    private static final Observation NO_SUCH_NAME = new Observation.NoSuchName(10, Observation.Word.REPEATED);
    private static final Observation NO_ANSWER = new Observation.Unknown(Reason.SERVER_UNREACHABLE, "no answer");
    private static final Observation GONE = new Observation.CollectionGone(100);

    private final ScriptedServer server = new ScriptedServer();
    private final RecordedEvents events = new RecordedEvents();
    private final Locator locator =
            new Locator(server, BOOK, new Slice(Duration.ofSeconds(2), server::nanos), events, server::nanos);

    @BeforeEach
    void deny() {
        server.fail("describeById", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
    }

    private static Observation listed(long collectionId) {
        return new Observation.Listed(new Snapshot(
                BOOK,
                new CollectionDescription(collectionId, "default", "book"),
                new Listing(101, Map.of()),
                Set.of(),
                Map.of(),
                10,
                20));
    }

    /** Two looks, apart in time. */
    private void locate(Observation first, Observation second) {
        locator.locate(List.of(100L), first);
        server.now += Absence.APART.toNanos();
        locator.locate(List.of(100L), second);
    }

    @Test
    void shouldBelieveTwoAbsencesWhereTheNameIsUnknownToo() {
        locate(NO_SUCH_NAME, NO_SUCH_NAME);

        assertThat(events.observed).containsExactly(GONE);
    }

    @Test
    void shouldBelieveTwoAbsencesWhereAnotherCollectionHasTheName() {
        locate(listed(200), listed(200));

        assertThat(events.observed).containsExactly(GONE);
    }

    @Test
    void shouldNotBelieveAnAbsenceTheFirstTimeByWhichTheNameGotNoAnswer() {
        locate(NO_ANSWER, NO_SUCH_NAME);

        assertThat(events.observed).isEmpty();
    }

    @Test
    void shouldNotBelieveAnAbsenceTheSecondTimeByWhichTheNameGotNoAnswer() {
        locate(NO_SUCH_NAME, NO_ANSWER);

        assertThat(events.observed).isEmpty();
    }

    @Test
    void shouldStartTheProofAnewWhenTheNameGotNoAnswerInBetween() {
        locate(NO_SUCH_NAME, NO_ANSWER);
        locator.locate(List.of(100L), NO_SUCH_NAME);

        assertThat(events.observed).isEmpty();
    }

    @Test
    void shouldTellWhoLooksForItThatNothingIsKnownWhereTheNameGotNoAnswer() {
        locator.locate(List.of(100L), new Observation.Unknown(Reason.PERMISSION_DENIED, "not allowed"));

        assertThat(events.unlocated)
                .containsExactly(new Observation.Unknown(Reason.COLLECTION_NOT_FOUND, "CollectionNotFound"));
    }

    @Test
    void shouldTellWhoLooksForItThatTheServerIsSilent() {
        locator.locate(List.of(100L), NO_ANSWER);

        assertThat(events.unlocated).containsExactly((Observation.Unknown) NO_ANSWER);
    }

    @Test
    void shouldTellNothingOfAnAbsenceThatIsNotProvenYet() {
        locator.locate(List.of(100L), NO_SUCH_NAME);

        assertThat(events.unlocated).isEmpty();
    }

    /** The word by the id may come from a cache. */
    @Test
    void shouldNotBelieveAnAbsenceThatTheListContradicts() {
        locate(listed(100), listed(100));

        assertThat(events.observed).isEmpty();
    }

    @Test
    void shouldNotCountAnAbsenceThatTheListContradicts() {
        locate(listed(100), NO_SUCH_NAME);

        assertThat(events.observed).isEmpty();
    }

    /** Servers repeat the database that was asked for, wherever the collection is. */
    @ParameterizedTest
    @EnumSource
    void shouldNotFindItWhereItsNameDoesNotLeadToIt(Name name) {
        server.failures.clear();
        name.on(server);

        locator.locate(List.of(100L), NO_SUCH_NAME);

        assertThat(events.located).isEmpty();
        assertThat(events.unlocated)
                .containsExactly(new Observation.Unknown(
                        Reason.COLLECTION_NOT_FOUND,
                        "the recorded collection (id 100) is still on the server, and is not where the server says:"
                                + " book in database default. Somebody moved it to another database, or is renaming it;"
                                + " move it back"));
    }

    /** What the name leads to when it is asked for. */
    enum Name {
        UNKNOWN {
            @Override
            void on(ScriptedServer server) {
                server.fail("describe", Reason.COLLECTION_NOT_FOUND, Effect.NONE);
            }
        },
        OF_ANOTHER_COLLECTION {
            @Override
            void on(ScriptedServer server) {
                server.collection = 200;
            }
        };

        abstract void on(ScriptedServer server);
    }

    @Test
    void shouldTellWhyItIsNotToldWhatItsNameLeadsTo() {
        server.failures.clear();
        server.fail("describe", Reason.PERMISSION_DENIED, Effect.NONE);

        locator.locate(List.of(100L), NO_SUCH_NAME);

        assertThat(events.unlocated)
                .containsExactly(new Observation.Unknown(Reason.PERMISSION_DENIED, "PermissionDenied"));
    }

    @Test
    void shouldFindItWhereItsNameLeadsToIt() {
        server.failures.clear();

        locator.locate(List.of(100L), NO_SUCH_NAME);

        assertThat(events.located).containsExactly(BOOK);
        assertThat(events.unlocated).isEmpty();
    }

    @Test
    void shouldStartTheProofAnewWhenItIsFoundByItsIdInBetween() {
        locator.locate(List.of(100L), NO_SUCH_NAME);
        server.failures.clear();
        locator.locate(List.of(100L), NO_SUCH_NAME);
        deny();
        server.now += Absence.APART.toNanos();
        locator.locate(List.of(100L), NO_SUCH_NAME);

        assertThat(events.observed).isEmpty();
    }
}
