package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.gitops.ArgoCustomization;
import io.milvusops.gitops.Kstatus;
import io.milvusops.gitops.State;
import io.milvusops.servers.Kubectl;
import io.milvusops.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
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
                    .containsExactlyInAnyOrder(
                            "quickstart",
                            "retain",
                            "ensure-absent",
                            "tenants",
                            "time-slices",
                            "safe-drop",
                            "cross-namespace",
                            "argocd",
                            "flux");
        }
    }

    @Test
    void shouldCreateAndDropByTheQuickstart() {
        quickstart.type("wait");
        assertThat(stage.client.partitions("book")).containsKey("novel");
        assertThat(quickstart.type("get"))
                .containsPattern("book-novel +book +novel +present +True +Present +Created +Drop");
        assertThat(quickstart.differences()).isEmpty();

        quickstart.type("delete");

        stage.awaitGone("search", "book-novel");
        assertThat(stage.client.partitions("book")).doesNotContainKey("novel");
        assertThat(quickstart.untried()).isEmpty();
    }

    @Test
    void shouldKeepWhatIsToBeRetained() {
        retain.type("apply");
        retain.type("wait");
        assertThat(retain.type("get"))
                .containsPattern("book-poem +book +poem +present +True +Present +Created +Retain");
        assertThat(retain.differences()).isEmpty();

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
        assertThat(absent.differences()).isEmpty();

        stage.client.release("book", "drama");

        absent.type("wait");
        assertThat(stage.client.partitions("book")).doesNotContainKey("drama");
        assertThat(absent.type("describe")).containsPattern("Outcome: +Dropped");
        assertThat(absent.differences()).isEmpty();
        assertThat(absent.untried()).isEmpty();
    }

    @Test
    void shouldGiveEachTenantAPartitionAndDropThatOfOneWhoLeft() throws IOException {
        stage.client.createPartition("book", "tenant_initech");
        Example tenants = example("tenants");
        tenants.type("apply");
        tenants.type("wait --for=condition=Ready mpart/tenant-acme");
        assertThat(stage.client.partitions("book")).containsKeys("tenant_acme", "tenant_globex", "tenant_initech");
        assertThat(tenants.type("get"))
                .containsPattern("tenant-acme +book +tenant_acme +present +True +Present +Created +Retain");
        stage.awaitReason("tenants", "tenant-initech", "ConfirmationRequired");
        assertThat(tenants.differences()).isEmpty();

        tenants.type("wait --for=condition=DropBlocked");

        tenants.type("wait --for=condition=Ready mpart/tenant-initech");
        assertThat(stage.client.partitions("book"))
                .containsKeys("tenant_acme", "tenant_globex")
                .doesNotContainKey("tenant_initech");
        assertThat(tenants.differences()).isEmpty();
        assertThat(tenants.untried()).isEmpty();
    }

    @Test
    void shouldKeepTheSlicesThatAreInTime() throws IOException {
        stage.client.createCollection("log");
        stage.client.createPartition("log", "day_2026_10_29");
        Example slices = example("time-slices");

        slices.type("apply");
        slices.type("wait");

        assertThat(slices.type("get"))
                .containsPattern("log-2026-10-29 +log +day_2026_10_29 +absent +True +Dropped")
                .containsPattern("log-2026-10-31 +log +day_2026_10_31 +present +True +Present");
        assertThat(stage.client.partitions("log")).containsOnlyKeys("day_2026_10_30", "day_2026_10_31");
        assertThat(slices.differences()).isEmpty();
        assertThat(slices.untried()).isEmpty();
    }

    @Test
    void shouldDropSafely() throws IOException {
        Example safe = example("safe-drop");
        safe.type("apply");
        safe.type("wait --for=condition=Ready");
        assertThat(safe.differences()).isEmpty();
        String order = "patch mpart book-archive .*absent";
        safe.type(order);
        safe.type("wait --for=condition=DropBlocked .*60s");
        assertThat(safe.type("get mpart book-archive -o wide")).contains("milvusops.io/confirm-drop");
        safe.type("wait --for=condition=DropBlocked .*annotate");
        stage.awaitReason("archive", "book-archive", "DelayPending");
        safe.type("patch mpart book-archive .*present");
        stage.awaitReason("archive", "book-archive", "Present");
        safe.type(order);
        stage.awaitReason("archive", "book-archive", "ConfirmationRequired");

        safe.type("wait --for=condition=DropBlocked .*annotate");

        safe.type("wait mpart/book-archive");
        assertThat(stage.client.partitions("book")).doesNotContainKey("archive");
        safe.type("delete");
        stage.awaitGone("archive", "book-archive");
        assertThat(safe.untried()).isEmpty();
    }

    @Test
    void shouldServeANamespaceWhileItCarriesTheLabel() throws IOException {
        Example shared = example("cross-namespace");
        shared.type("apply");
        shared.type("wait");
        assertThat(stage.client.partitions("book")).containsKey("books_novel");
        assertThat(shared.differences()).isEmpty();

        shared.type("label .*access(?=-$)");

        stage.awaitReason("team-books", "books-novel", "NotAllowed");
        assertThat(shared.type("get")).contains("NotAllowed", "(milvus-access=shared)");

        shared.type("label .*=shared");

        stage.awaitReason("team-books", "books-novel", "Present");
        assertThat(shared.untried()).isEmpty();
    }

    /** There is no Argo CD here: its kind is one without a schema, and the resources it points at are applied by hand. */
    @Test
    void shouldSyncByWavesWhatArgoCdIsPointedAt() throws IOException {
        Kubectl kubectl = stage.servers.administrator().in(copy);
        kind("Application", "argoproj.io", "v1alpha1");
        kubectl.run("create", "namespace", "argocd");
        kubectl.run("create", "configmap", "argocd-cm", "-n", "argocd");
        Example argocd = example("argocd");
        Path scripts = Path.of("manifests", "argocd", "ConfigMap.argocd-cm.yaml");
        Files.createDirectories(copy.resolve(scripts).getParent());
        Files.copy(PROJECT.resolve(scripts), copy.resolve(scripts));
        argocd.type("patch");
        argocd.type("apply");
        argocd.type("annotate");
        String path = kubectl.type("kubectl get application book -n argocd -o jsonpath='{.spec.source.path}'");
        kubectl.run("create", "namespace", "books");

        for (Path wave : files(copy.resolve(path))) {
            kubectl.run("apply", "-n", "books", "-f", wave.toString());
            stage.eventually(() -> healthy(wave), () -> wave + " is not healthy");
        }

        assertThat(stage.reason("books", "book-saga")).isEqualTo("Present");
        assertThat(argocd.differences()).isEmpty();
        assertThat(kubectl.run("diff", "-n", "books", "-f", path)).isEmpty();
        assertThat(kubectl.type("kubectl diff -n books --server-side --force-conflicts -f " + path))
                .isEmpty();
        assertThat(argocd.untried()).isEmpty();
    }

    /** What Argo CD makes of a wave before it goes on; other kinds have no health. */
    private static boolean healthy(Path wave) throws IOException {
        List<String> name = Pattern.compile("\\.")
                .splitAsStream(wave.getFileName().toString())
                .toList();
        for (State.Kind kind : State.Kind.values()) {
            if (name.get(0).endsWith(kind.title())) {
                LiveResource live = LiveResource.read(stage.user, kind, "books", name.get(1))
                        .orElseThrow();
                return new ArgoCustomization(PROJECT, kind.title())
                        .health(live.json())
                        .status()
                        .equals("Healthy");
            }
        }
        return true;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** There is no Flux here: its kinds are some without a schema, and the resources it points at are applied by hand. */
    @Test
    void shouldBeReadyWhenFluxAppliesWhatItIsPointedAt() throws IOException {
        Kubectl kubectl = stage.servers.administrator().in(copy);
        kind("GitRepository", "source.toolkit.fluxcd.io", "v1");
        kind("Kustomization", "kustomize.toolkit.fluxcd.io", "v1");
        kubectl.run("create", "namespace", "flux-system");
        kubectl.run("create", "namespace", "flux-books");
        Example flux = example("flux");
        flux.type("apply");
        String path = kubectl.type("kubectl get kustomization book -n flux-system -o jsonpath='{.spec.path}'");

        kubectl.type("kubectl kustomize " + path
                + " | kubectl apply -n flux-books --server-side --field-manager=kustomize-controller -f -");

        stage.eventually(
                () -> Kstatus.of(LiveResource.read(stage.user, State.Kind.PARTITION, "flux-books", "book-essay")
                                .orElseThrow()
                                .json())
                        == Kstatus.CURRENT,
                () -> "not ready");
        assertThat(stage.client.partitions("book")).containsKey("essay");
        assertThat(flux.differences()).isEmpty();
        assertThat(kubectl.type("kubectl kustomize " + path
                        + " | kubectl diff -n flux-books --server-side --field-manager=kustomize-controller -f -"))
                .isEmpty();
        assertThat(flux.untried()).isEmpty();
    }

    private static void kind(String kind, String group, String version) {
        String plural = kind.toLowerCase(Locale.ROOT).replaceFirst("y$", "ie") + "s";
        stage.apply("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %1$s.%2$s}
                spec:
                  group: %2$s
                  scope: Namespaced
                  names: {kind: %3$s, plural: %1$s}
                  versions:
                  - name: %4$s
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.formatted(plural, group, kind, version));
        stage.servers
                .administrator()
                .run("wait", "--for=condition=Established", "--timeout=30s", "crd", plural + "." + group);
    }
}
