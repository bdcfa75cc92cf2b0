package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.milvus.grpc.ShowPartitionsResponse;
import io.milvusops.api.BindingStatus;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.fake.FakeMilvus;
import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What entitles a resource to a partition, to create it and to drop it: its own record, the permission of its
 * connection, and the word of the server on which it was recorded. Nothing that only looks like one of these.
 */
class EntitlementIT {

    /** The reason is told at the first answer: what is concluded wrongly may be done at any later one. */
    private static final int LOOKS = 3;

    private static final List<HeldWorld> WORLDS = new ArrayList<>();

    private static Stage stage;
    private static WatchBarrier barrier;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
        barrier = new WatchBarrier(stage);
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
        WORLDS.forEach(HeldWorld::close);
    }

    private static HeldWorld world(String name) {
        HeldWorld world = new HeldWorld(stage, name, HeldWorld.ANY_NAMESPACE, "");
        WORLDS.add(world);
        return world;
    }

    private static HeldWorld present(String name) {
        HeldWorld world = world(name);
        stage.awaitReason(name, "novel", "Present");
        return world;
    }

    private static Optional<BindingStatus> binding(HeldWorld world) {
        return Optional.ofNullable(world.resource().getStatus()).map(MilvusPartitionStatus::binding);
    }

    /** The server's answers, whatever they are, lead to no write; then it comes to itself, and all goes on. */
    @ParameterizedTest
    @EnumSource
    void shouldNeitherDropNorCreateOnAnAnswerThatProvesNothing(NoAnswer answer) {
        HeldWorld world = present(answer.name().toLowerCase(Locale.ROOT).replace("_", ""));
        world.milvus.world().addPartition("default", world.name, "essay");
        world.apply("essay", "essay", "");
        stage.awaitReason(world.name, "essay", "Present");
        long id = world.id();
        world.milvus.always(Rpc.SHOW_PARTITIONS, answer.fault());
        stage.delete(world.name, "essay");
        stage.awaitReason(world.name, "essay", answer.reason);
        stage.awaitReason(world.name, "novel", answer.reason);
        int asked = world.milvus.calls().count(Rpc.SHOW_PARTITIONS);
        stage.await(() -> world.milvus.calls().count(Rpc.SHOW_PARTITIONS) >= asked + LOOKS);
        int dropsMeanwhile = world.drops();

        world.milvus.heal();

        stage.awaitGone(world.name, "essay");
        stage.awaitReason(world.name, "novel", "Present");
        assertThat(dropsMeanwhile).isZero();
        assertThat(world.drops()).isOne();
        assertThat(world.milvus.calls().count(Rpc.CREATE_PARTITION)).isZero();
        assertThat(world.id()).isEqualTo(id);
    }

    /** Under another name the collection may live on, and who must not look there cannot tell. */
    @Test
    void shouldNotTakeACollectionForGoneWhenItsIdMustNotBeAskedFor() {
        HeldWorld world = present("hidden");
        world.milvus.always(Rpc.SHOW_PARTITIONS, Fault.answer(100, 4, "collection not found[collection=hidden]"));
        world.milvus.always(Rpc.DESCRIBE_COLLECTION, Fault.permissionDenied());
        int asked = world.milvus.calls().count(Rpc.DESCRIBE_COLLECTION);
        world.delete();

        stage.eventually(
                () -> world.milvus.calls().count(Rpc.DESCRIBE_COLLECTION) > asked + 6
                        || stage.get("hidden", "novel").isEmpty(),
                () -> "not looked for by its id");

        assertThat(stage.get("hidden", "novel")).isPresent();
        world.milvus.heal();
        stage.awaitGone("hidden", "novel");
        assertThat(world.drops()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{from: Same}", "{from: Selector, selector: {matchLabels: {team: films}}}"})
    void shouldTakeNothingForANamespaceThatIsNotAllowed(String allowed) {
        String name = allowed.contains("Same") ? "same" : "selected";
        HeldWorld world = new HeldWorld(stage, name, ", allowedNamespaces: " + allowed, "");
        WORLDS.add(world);

        stage.awaitReason(name, "novel", "NotAllowed");

        assertThat(binding(world)).isEmpty();
        world.connect(world.milvus.uri(), HeldWorld.ANY_NAMESPACE);
        stage.awaitReason(name, "novel", "Present");
    }

    @Test
    void shouldHoldToItsServerUntilTheNewOneIsAccepted() {
        HeldWorld world = present("moving");

        world.connect(world.elsewhere.uri(), HeldWorld.ANY_NAMESPACE);

        stage.awaitReason("moving", "novel", "EndpointChanged");
        assertThat(binding(world)).map(BindingStatus::endpoint).contains(world.milvus.uri());
        stage.annotateConnection(world.owner(), "accept-endpoint", world.elsewhere.uri());
        stage.awaitReason("moving", "novel", "Present");
        assertThat(binding(world)).map(BindingStatus::endpoint).contains(world.elsewhere.uri());
    }

    /** What is accepted is one address, not any that comes later. */
    @Test
    void shouldHoldToItsServerWhenAnotherOneWasAccepted() {
        HeldWorld world = present("mistaken");
        stage.annotateConnection(world.owner(), "accept-endpoint", "http://127.0.0.1:1");

        world.connect(world.elsewhere.uri(), HeldWorld.ANY_NAMESPACE);

        stage.awaitReason("mistaken", "novel", "EndpointChanged");
    }

    @Test
    void shouldNotDropANamesakeOnTheNewServerThatIsAccepted() {
        HeldWorld world = present("namesake");
        world.connect(world.elsewhere.uri(), HeldWorld.ANY_NAMESPACE);
        world.delete();
        stage.awaitReason("namesake", "novel", "EndpointChanged");

        stage.annotateConnection(world.owner(), "accept-endpoint", world.elsewhere.uri());

        stage.awaitGone("namesake", "novel");
        assertThat(world.drops()).isZero();
        assertThat(world.elsewhere.world().partitions("default", "namesake")).contains("novel");
    }

    /** The partition that the winner keeps is the very same one, not one made anew. */
    @Test
    void shouldTouchNothingWhenTheLoserOfAClaimIsDeleted() {
        HeldWorld world = present("loser");
        world.apply("second", "novel", "");
        stage.awaitReason("loser", "second", "ClaimedByOther");

        stage.delete("loser", "second");

        stage.awaitGone("loser", "second");
        barrier.pass();
        world.delete();
        stage.awaitGone("loser", "novel");
        assertThat(world.drops()).isOne();
        assertThat(world.milvus.calls().count(Rpc.CREATE_PARTITION)).isZero();
    }

    @Test
    void shouldTellOfAResourceThatVanishedWithoutItsDrop() throws Exception {
        HeldWorld world = present("orphan");
        double before = orphans();
        world.annotate("paused", "true");
        stage.awaitReason("orphan", "novel", "Paused");
        world.delete();

        strip(world);

        stage.awaitGone("orphan", "novel");
        stage.eventually(() -> orphans() == before + 1, () -> "not counted");
        assertThat(stage.operator.log().lines())
                .anyMatch(line -> line.contains("PartitionOrphaned") && line.contains(Long.toString(world.id())));
    }

    @Test
    void shouldTellOfAResourceThatVanishedWhileItsCreationWasUnderWay() throws Exception {
        HeldWorld world = world("unborn");
        world.milvus.always(Rpc.CREATE_PARTITION, Fault.hang());
        world.apply("second", "poem", "");
        stage.await(() -> world.milvus.calls().count(Rpc.CREATE_PARTITION) > 0);
        double before = orphans();

        stage.delete("unborn", "second");
        stage.user
                .resource(stage.get("unborn", "second").orElseThrow())
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");

        stage.eventually(() -> orphans() == before + 1, () -> "not counted");
        assertThat(stage.operator.log().lines())
                .anyMatch(line -> line.contains("PartitionOrphaned") && line.contains("creation of partition poem"));
    }

    /** As kubectl replace does, and Argo CD with Replace=true: the creation that is under way is not in the file. */
    @Test
    void shouldDropWhatItCreatedAlthoughTheRecordOfThatWasTakenAway() {
        HeldWorld world = present("replaced");
        world.milvus.next(Rpc.CREATE_PARTITION, Fault.appliedLateAfter(Fault.unavailable()));
        world.apply("second", "poem", "");
        stage.await(() -> world.milvus.calls().count(Rpc.CREATE_PARTITION) == 1);
        stage.user
                .resource(stage.get("replaced", "second").orElseThrow())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"finalizers\":null,\"annotations\":null}}");
        stage.await(() -> stage.get("replaced", "second")
                .filter(resource -> !resource.getFinalizers().isEmpty())
                .isPresent());
        world.milvus.applyLateEffects();

        stage.delete("replaced", "second");

        stage.awaitGone("replaced", "second");
        assertThat(world.milvus.world().partitionId("default", "replaced", "poem"))
                .isEmpty();
    }

    /** Nobody says that the partition is not there: what was created may have to be dropped. */
    @Test
    void shouldNotCreateAgainWhatTheServerKnowsAndDoesNotList() {
        HeldWorld world = present("unlisted");
        world.milvus.always(Rpc.SHOW_PARTITIONS, Fault.list(list -> without(list, "poem")));

        world.apply("second", "poem", "");

        stage.awaitReason("unlisted", "second", "IncompleteAnswer");
        world.milvus.heal();
        stage.awaitReason("unlisted", "second", "Present");
        assertThat(world.milvus.calls().count(Rpc.CREATE_PARTITION)).isOne();
    }

    /**
     * The drop was refused before any effect, and the process that knew that is gone. What it recorded does not make of a
     * list that lacks the partition the proof that it was dropped.
     */
    @Test
    void shouldNotTakeOneListForTheProofOfADropThatWasRefusedBeforeTheRestart() throws IOException {
        try (FakeMilvus milvus = FakeMilvus.start()) {
            milvus.world().addCollection("default", "refused");
            // A connection that was never edited: else a call of the earlier process might take effect for a minute.
            stage.namespace("refused", milvus.uri());
            stage.apply(Stage.partition("refused", "novel", "novel", ""));
            stage.awaitReason("refused", "novel", "Present");
            milvus.always(Rpc.DROP_PARTITION, Fault.answer(9, 53, "quota exceeded[reason=force deny ddl]"));
            stage.delete("refused", "novel");
            stage.awaitReason("refused", "novel", "QuotaExceeded");
            stage.operator.kill();
            milvus.always(Rpc.SHOW_PARTITIONS, Fault.list(list -> without(list, "novel")));

            stage.operator.restart();

            stage.awaitReason("refused", "novel", "IncompleteAnswer");
            assertThat(milvus.world().partitions("default", "refused")).contains("novel");
            milvus.heal();
            stage.awaitGone("refused", "novel");
            assertThat(milvus.world().partitions("default", "refused")).doesNotContain("novel");
        }
    }

    private static ShowPartitionsResponse without(ShowPartitionsResponse list, String partition) {
        ShowPartitionsResponse.Builder rest =
                ShowPartitionsResponse.newBuilder().setStatus(list.getStatus());
        for (int index = 0; index < list.getPartitionNamesCount(); index++) {
            if (!list.getPartitionNames(index).equals(partition)) {
                rest.addPartitionNames(list.getPartitionNames(index))
                        .addPartitionIDs(list.getPartitionIDs(index))
                        .addCreatedTimestamps(list.getCreatedTimestamps(index));
            }
        }
        return rest.build();
    }

    /** A question of one resource that is refused says nothing of the list that all others wait for. */
    @Test
    void shouldStayPresentWhenAnotherResourcesQuestionIsRefused() {
        HeldWorld world = present("bystander");
        world.apply("second", "poem", "");
        stage.awaitReason("bystander", "second", "Present");
        String version = world.resource().getMetadata().getResourceVersion();
        world.milvus.always(Rpc.HAS_PARTITION, Fault.permissionDenied());

        world.milvus.world().removePartition("default", "bystander", "poem");

        stage.awaitReason("bystander", "second", "PermissionDenied");
        assertThat(world.resource().getMetadata().getResourceVersion()).isEqualTo(version);
    }

    /** The drop goes by the name: what is created before it is settled may be what it hits. */
    @Test
    void shouldNotCreateWhatTheLateDropOfAStrippedResourceMayHit() {
        HeldWorld world = present("stripped");
        world.milvus.next(Rpc.DROP_PARTITION, Fault.appliedLateAfter(Fault.hang()));
        world.delete();
        stage.await(() -> world.drops() == 1);
        strip(world);
        stage.awaitGone("stripped", "novel");
        world.milvus.world().removePartition("default", "stripped", "novel");

        world.apply("second", "novel", "");

        stage.awaitReason("stripped", "second", "OutcomeUnknown");
        world.milvus.applyLateEffects();
        stage.awaitReason("stripped", "second", "Present");
        assertThat(world.milvus.world().partitionId("default", "stripped", "novel"))
                .isPresent();
    }

    /** The attempt of an absence that gave way is on record no longer: nothing waits for it. */
    @Test
    void shouldRepairWhatAnAbsenceWithAHeldDropGaveWayTo() {
        HeldWorld world = present("gaveway");
        world.milvus.world().setRows("default", "gaveway", "novel", 5);
        world.order(", ensure: absent, dropGuard: {maxRows: 0}");
        world.await("RowsPresent");
        world.apply("second", "novel", "");
        stage.awaitReason("gaveway", "second", "Present");
        world.await("ClaimedByOther");

        world.milvus.world().removePartition("default", "gaveway", "novel");

        stage.await(() -> world.milvus.calls().count(Rpc.CREATE_PARTITION) == 1);
        stage.awaitReason("gaveway", "second", "Present");
        assertThat(world.drops()).isZero();
    }

    /** The owner and the other reach one server by two names. */
    @Test
    void shouldNotDropWhatAnotherResourceWantsThroughAnotherNameOfTheServer() {
        HeldWorld world = present("twonames");
        long id = world.id();
        stage.namespace("twonamesagain", world.milvus.uri().replace("127.0.0.1", "localhost"));
        stage.apply(Stage.partition("twonamesagain", "second", "novel", "")
                .replace("collection: twonamesagain", "collection: twonames"));
        stage.awaitReason("twonamesagain", "second", "ClaimedByOther");

        world.delete();

        stage.awaitGone("twonames", "novel");
        stage.awaitReason("twonamesagain", "second", "Present");
        assertThat(world.drops()).isZero();
        assertThat(world.id()).isEqualTo(id);
    }

    /** As somebody does who has lost patience. */
    private static void strip(HeldWorld world) {
        stage.user
                .resource(world.resource())
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
    }

    private static double orphans() throws IOException, InterruptedException {
        Matcher count = Pattern.compile("(?m)^milvusops_orphaned_total (\\S+)").matcher(stage.operator.metrics());
        assertThat(count.find()).isTrue();
        return Double.parseDouble(count.group(1));
    }

    @Test
    void shouldNotDropOnTheRecordOfAFormerResource() {
        HeldWorld world = present("backup");
        restore(world, "");
        world.delete();

        reconnect(world);

        stage.awaitGone("backup", "novel");
        assertThat(world.drops()).isZero();
    }

    @Test
    void shouldNotTakeTheRecordOfAFormerResourceForItsOwn() {
        HeldWorld world = present("copied");
        restore(world, ", adoptionPolicy: Refuse");

        reconnect(world);

        stage.awaitReason("copied", "novel", "AlreadyExists");
    }

    /** A drop that a former resource has had done is no drop of what is there now. */
    @Test
    void shouldNotTakeTheOutcomeOfAFormerResourceForItsOwn() {
        HeldWorld world = present("outcome");
        String uid = world.resource().getMetadata().getUid();
        restore(world, ", ensure: absent");
        record(world, """
                "drop": {"ownerUID": "%s", "partitionID": "%d", "collectionID": "1", "generation": 1,
                 "requestedAt": "2024-01-01T00:00:00Z", "attemptedAt": "2024-01-01T00:00:00Z",
                 "completedAt": "2024-01-01T00:00:00Z", "outcome": "Dropped"}""".formatted(uid, world.id()));

        reconnect(world);

        stage.awaitReason("outcome", "novel", "Dropped");
        assertThat(world.drops()).isOne();
    }

    /**
     * The resource is made anew as a backup has it, with its finalizer and its status, which name a uid that is no more.
     * No connection meanwhile, so that nothing is concluded before all is there.
     */
    private static void restore(HeldWorld world, String more) {
        String binding =
                stage.user.getKubernetesSerialization().asJson(binding(world).orElseThrow());
        world.loseConnection();
        world.await("ConnectionNotFound");
        world.delete();
        strip(world);
        stage.awaitGone(world.name, "novel");
        world.order(more);
        stage.user
                .resource(world.resource())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"finalizers\":[\"milvusops.io/partition\"]}}");
        world.await("ConnectionNotFound");
        record(world, "\"binding\": " + binding);
    }

    /** Writes into the status, as only who restores it does. */
    private static void record(HeldWorld world, String records) {
        stage.servers
                .administrator()
                .run(
                        "patch",
                        "mpart",
                        "novel",
                        "-n",
                        world.name,
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        "{\"status\": {" + records + "}}");
    }

    private static void reconnect(HeldWorld world) {
        world.connect(world.milvus.uri(), HeldWorld.ANY_NAMESPACE);
    }
}
