package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.milvusops.api.MilvusPartition;
import io.milvusops.ops.LoggingProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The levels by which an alert on the log tells what needs somebody from what went as it should. */
class AnnouncerLogTest {

    private static List<String> lines = List.of();

    @BeforeAll
    static void announce() throws Exception {
        lines = LoggingProcess.log(Speaker.class, Map.of());
    }

    @Test
    void shouldInformOfWhatWasDone() {
        assertThat(line("PartitionDropped")).contains(" INFO ", "namespace=\"search\"", "name=\"book-novel\"");
    }

    @Test
    void shouldWarnOfWhatIsAWarningEvent() {
        assertThat(line("DropBlocked")).contains(" WARN ");
    }

    @Test
    void shouldWarnOfWhatOnlyTheLogTells() {
        assertThat(line("PartitionOrphaned")).contains(" WARN ");
    }

    private static String line(String reason) {
        return lines.stream()
                .filter(line -> line.contains("reason=\"" + reason + "\""))
                .findFirst()
                .orElseThrow();
    }

    /** Announces in each way. Nobody listens at the API server's address: events are lost, the log has them all. */
    static final class Speaker {

        private Speaker() {}

        public static void main(String[] arguments) {
            MilvusPartition resource = new MilvusPartition();
            resource.setMetadata(new ObjectMetaBuilder()
                    .withNamespace("search")
                    .withName("book-novel")
                    .build());
            try (KubernetesClient client = new KubernetesClientBuilder()
                            .withConfig(new ConfigBuilder()
                                    .withAutoConfigure(false)
                                    .withMasterUrl("http://127.0.0.1:1")
                                    .build())
                            .build();
                    Announcer announcer = new Announcer(client, "test")) {
                announcer.normal(resource, "PartitionDropped", "dropped it");
                announcer.warning(resource, "DropBlocked", "it waits");
                announcer.log(resource, "PartitionOrphaned", "it vanished");
            }
        }
    }
}
