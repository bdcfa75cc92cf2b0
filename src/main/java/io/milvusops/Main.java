package io.milvusops;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.health.ControllerHealthInfo;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.milvus.GrpcServers;
import io.milvusops.ops.ManagementServer;
import io.milvusops.ops.OperatorMetrics;
import io.milvusops.ops.Settings;
import io.milvusops.ops.SettingsException;
import io.milvusops.reconcile.Assembly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator; the only place that reads the environment and ends the process. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int CANNOT_START = 1;
    private static final int BAD_SETTINGS = 2;

    private Main() {}

    /** Runs until the process is told to stop. */
    public static void main(String[] arguments) {
        try {
            start(Settings.read(System.getenv()));
        } catch (SettingsException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(BAD_SETTINGS);
        } catch (OperatorException | KubernetesClientException failure) {
            // Other threads live on: without this the process would stay, do nothing, and call itself alive.
            LOG.atError()
                    .setCause(failure)
                    .log("cannot start; check that the API server answers this login, and that the CRDs are installed");
            System.exit(CANNOT_START);
        }
    }

    private static void start(Settings settings) {
        KubernetesClient client = new KubernetesClientBuilder()
                .withKubernetesSerialization(ResourceSerialization.create())
                .build();
        tellStart(client, settings);
        String instance = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("milvus-partition-operator");
        OperatorMetrics metrics = new OperatorMetrics();
        Assembly assembly = new Assembly(
                client,
                (uri, secret, timeout) -> GrpcServers.open(uri, secret, timeout, metrics::milvusRequest),
                metrics,
                instance);
        AtomicBoolean ready = new AtomicBoolean();
        Operator operator = operator(client, settings);
        operator.register(assembly.reconciler(), configuration -> scope(configuration, settings));
        operator.register(assembly.connectionReconciler(), configuration -> scope(configuration, settings));
        ManagementServer management = management(settings, () -> !ready.get() || live(operator), ready::get, metrics);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            LOG.info("stopping");
            ready.set(false);
            operator.stop();
            assembly.close();
            client.close();
            management.close();
        }));
        operator.start();
        ready.set(true);
        LOG.atInfo().addKeyValue("port", management.port()).log("ready");
    }

    private static void tellStart(KubernetesClient client, Settings settings) {
        LOG.atInfo()
                .addKeyValue("version", Main.class.getPackage().getImplementationVersion())
                .addKeyValue("kubernetes", client.getMasterUrl())
                .addKeyValue("namespaces", settings.watchNamespaces().isEmpty() ? "all" : settings.watchNamespaces())
                .log("starting");
    }

    private static Operator operator(KubernetesClient client, Settings settings) {
        return new Operator(configuration -> configuration
                .withKubernetesClient(client)
                .withUseSSAToPatchPrimaryResource(false)
                .withCloseClientOnStop(false)
                .checkingCRDAndValidateLocalModel(false)
                .withReconciliationTerminationTimeout(settings.shutdownGrace())
                .withConcurrentReconciliationThreads(settings.reconcileThreads()));
    }

    private static void scope(ControllerConfigurationOverrider<?> configuration, Settings settings) {
        if (settings.watchNamespaces().isEmpty()) {
            configuration.watchingAllNamespaces();
        } else {
            configuration.settingNamespaces(settings.watchNamespaces());
        }
    }

    /** A watch that has ended for good is mended by a restart; one that is being renewed mends itself. */
    private static boolean live(Operator operator) {
        return operator.getRuntimeInfo().getRegisteredControllers().stream()
                .map(controller -> controller.getControllerHealthInfo())
                .allMatch(Main::watching);
    }

    private static boolean watching(ControllerHealthInfo controller) {
        for (InformerWrappingEventSourceHealthIndicator<?> source :
                controller.informerEventSourceHealthIndicators().values()) {
            if (!source.informerHealthIndicators().values().stream().allMatch(InformerHealthIndicator::isRunning)) {
                return false;
            }
        }
        return true;
    }

    private static ManagementServer management(
            Settings settings, BooleanSupplier live, BooleanSupplier ready, OperatorMetrics metrics) {
        try {
            return ManagementServer.start(settings.httpPort(), live, ready, metrics::scrape);
        } catch (IOException taken) {
            throw new UncheckedIOException("the port for health and metrics cannot be opened", taken);
        }
    }
}
