package io.milvusops;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.milvus.GrpcServers;
import io.milvusops.milvus.RequestListener;
import io.milvusops.ops.ManagementServer;
import io.milvusops.ops.OperatorMetrics;
import io.milvusops.ops.Settings;
import io.milvusops.ops.SettingsException;
import io.milvusops.reconcile.Assembly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator; the only place that reads the environment and ends the process. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int BAD_SETTINGS = 2;

    private Main() {}

    /** Runs until the process is told to stop. */
    public static void main(String[] arguments) {
        try {
            start(Settings.read(System.getenv()));
        } catch (SettingsException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(BAD_SETTINGS);
        }
    }

    private static void start(Settings settings) {
        KubernetesClient client = new KubernetesClientBuilder()
                .withKubernetesSerialization(ResourceSerialization.create())
                .build();
        String instance = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("milvus-partition-operator");
        Assembly assembly = new Assembly(
                client,
                (uri, secret, timeout) -> GrpcServers.open(uri, secret, timeout, RequestListener.NONE),
                instance);
        AtomicBoolean ready = new AtomicBoolean();
        ManagementServer management = management(settings, ready);
        Operator operator = new Operator(configuration -> configuration
                .withKubernetesClient(client)
                .withUseSSAToPatchPrimaryResource(false)
                .withCloseClientOnStop(false)
                .checkingCRDAndValidateLocalModel(false)
                .withReconciliationTerminationTimeout(settings.shutdownGrace())
                .withConcurrentReconciliationThreads(settings.reconcileThreads()));
        operator.register(assembly.reconciler(), configuration -> scope(configuration, settings));
        operator.register(assembly.connectionReconciler(), configuration -> scope(configuration, settings));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
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

    private static void scope(ControllerConfigurationOverrider<?> configuration, Settings settings) {
        if (settings.watchNamespaces().isEmpty()) {
            configuration.watchingAllNamespaces();
        } else {
            configuration.settingNamespaces(settings.watchNamespaces());
        }
    }

    private static ManagementServer management(Settings settings, AtomicBoolean ready) {
        try {
            OperatorMetrics metrics = new OperatorMetrics();
            return ManagementServer.start(settings.httpPort(), () -> true, ready::get, metrics::scrape);
        } catch (IOException taken) {
            throw new UncheckedIOException("the port for health and metrics cannot be opened", taken);
        }
    }
}
