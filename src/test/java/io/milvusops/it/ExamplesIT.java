package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples do what their READMEs say when one types what is there, on real servers. */
class ExamplesIT {

    private static final Path PROJECT = TestServers.projectDirectory();

    @TempDir
    private static Path copy;

    private static Stage stage;
    private static Example quickstart;
    private static Example retain;
    private static Example absent;

    @BeforeAll
    static void prepareWhatAllNeed() throws IOException {
        stage = new Stage();
        stage.client.createCollection("book");
        stage.client.createPartition("book", "drama");
        quickstart = example("quickstart");
        retain = example("retain");
        absent = example("ensure-absent");
        quickstart.type("create namespace");
        quickstart.type("apply");
    }

    private static Example example(String folder) throws IOException {
        return Example.copy(PROJECT, copy, folder, stage.milvus.uri(), stage.servers.administrator());
    }

    @AfterAll
    static void stop() throws IOException {
        stage.close();
    }

    /** A new folder needs a test here. */
    @Test
    void shouldTryEveryExample() throws IOException {
        try (Stream<Path> folders = Files.list(PROJECT.resolve("examples"))) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrder("quickstart", "retain", "ensure-absent");
        }
    }

    @Test
    void shouldCreateAndDropByTheQuickstart() {
        quickstart.type("wait");
        assertThat(stage.client.partitions("book")).containsKey("novel");
        assertThat(quickstart.type("get"))
                .containsPattern("book-novel +book +novel +present +True +Present +Created +Drop");

        quickstart.type("delete");

        stage.awaitGone("search", "book-novel");
        assertThat(stage.client.partitions("book")).doesNotContainKey("novel");
        assertThat(quickstart.untried()).isEmpty();
    }

    @Test
    void shouldKeepWhatIsToBeRetained() {
        retain.type("apply");
        stage.awaitReason("search", "book-poem", "Present");
        assertThat(retain.type("get"))
                .containsPattern("book-poem +book +poem +present +True +Present +Created +Retain");

        retain.type("delete");

        stage.awaitGone("search", "book-poem");
        assertThat(stage.client.partitions("book")).containsKey("poem");
        assertThat(retain.untried()).isEmpty();
    }

    @Test
    void shouldDropWhatIsDeclaredAbsentOnceItIsReleased() {
        stage.client.load("book", "drama");
        absent.type("apply");
        stage.awaitReason("search", "book-drama", "PartitionLoaded");
        absent.type("patch");
        stage.awaitReason("search", "book-drama", "Present");
        absent.type("apply");
        stage.awaitReason("search", "book-drama", "PartitionLoaded");
        assertThat(stage.client.partitions("book")).containsKey("drama");

        stage.client.release("book", "drama");

        absent.type("wait");
        assertThat(stage.client.partitions("book")).doesNotContainKey("drama");
        assertThat(absent.type("describe")).containsPattern("Outcome: +Dropped");
        assertThat(absent.untried()).isEmpty();
    }
}
