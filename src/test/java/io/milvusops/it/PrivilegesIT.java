package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.milvusops.api.BindingStatus;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.servers.MilvusOptions;
import io.milvusops.servers.MilvusServer;
import io.milvusops.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A login with the privileges that the documents name, and no other, on a real server that checks them. */
class PrivilegesIT {

    private static final String NAME = "rights";
    private static final Pattern LISTED = Pattern.compile("(?m)^- ((?:`[A-Z][A-Za-z]+`(?:, | and )?)+) for ");
    private static final Pattern PRIVILEGE = Pattern.compile("`([A-Z][A-Za-z]+)`");

    private static Stage stage;
    private static MilvusServer server;
    private static MilvusActor root;

    @BeforeAll
    static void start() throws IOException {
        stage = new Stage();
        server = stage.servers.startMilvus(MilvusOptions.named(NAME).withAuthorization());
        root = new MilvusActor(server.uri()).as("root", "Milvus");
        root.createCollection(NAME);
        new MilvusAdministrator(root.stub()).addUser("operator", "Partitions1", documented());
        stage.namespace(NAME, server.uri());
        stage.user
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("login")
                        .withNamespace(NAME)
                        .endMetadata()
                        .withStringData(Map.of("username", "operator", "password", "Partitions1"))
                        .build())
                .serverSideApply();
        stage.apply(Stage.connection(NAME, server.uri(), ", credentialsSecretRef: {name: login}"));
    }

    @AfterAll
    static void stop() throws IOException {
        root.close();
        server.kill();
        stage.close();
    }

    private static List<String> documented() throws IOException {
        String install = Files.readString(TestServers.projectDirectory().resolve("docs/install.md"));
        return LISTED.matcher(install)
                .results()
                .map(line -> line.group(1))
                .flatMap(names -> PRIVILEGE.matcher(names).results())
                .map((MatchResult name) -> name.group(1))
                .toList();
    }

    private static Optional<String> partitionId(String resource) {
        return stage.get(NAME, resource)
                .map(found -> found.getStatus())
                .map(MilvusPartitionStatus::binding)
                .map(BindingStatus::partitionID);
    }

    @Test
    void shouldCreateAndDropALoadedPartition() {
        stage.apply(Stage.partition(NAME, "novel", "novel", ""));
        stage.awaitReason(NAME, "novel", "Present");
        root.load(NAME, "novel");

        stage.delete(NAME, "novel");

        stage.awaitGone(NAME, "novel");
        assertThat(root.partitions(NAME)).doesNotContainKey("novel");
    }

    @Test
    void shouldCreateAgainWhatSomebodyElseDropped() {
        stage.apply(Stage.partition(NAME, "poem", "poem", ""));
        stage.awaitReason(NAME, "poem", "Present");
        Optional<String> former = partitionId("poem");

        root.dropPartition(NAME, "poem");

        stage.eventually(
                () -> stage.reason(NAME, "poem").equals("Present")
                        && !partitionId("poem").equals(former),
                () -> "poem is " + stage.reason(NAME, "poem"));
    }

    @Test
    void shouldSayOfAnAbsenceThatThereIsNothingToDrop() {
        stage.apply(Stage.partition(NAME, "essay", "essay", ", ensure: absent"));

        stage.awaitReason(NAME, "essay", "Absent");
    }

    @Test
    void shouldCountTheRowsThatHoldADropBack() {
        stage.apply(Stage.partition(NAME, "letter", "letter", ", dropGuard: {maxRows: 0}"));
        stage.awaitReason(NAME, "letter", "Present");
        root.insert(NAME, "letter", 0, 10);

        stage.delete(NAME, "letter");

        stage.awaitReason(NAME, "letter", "RowsPresent");
    }
}
