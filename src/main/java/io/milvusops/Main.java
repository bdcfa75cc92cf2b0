package io.milvusops;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.milvusops.api.ResourceSerialization;
import io.milvusops.milvus.GrpcServers;
import io.milvusops.ops.Election;
import io.milvusops.ops.Leadership;
import io.milvusops.ops.ManagementServer;
import io.milvusops.ops.OperatorMetrics;
import io.milvusops.ops.Settings;
import io.milvusops.ops.SettingsException;
import io.milvusops.reconcile.Assembly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator; the only place that reads the environment and ends the process. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int CANNOT_START = 1;
    private static final int BAD_SETTINGS = 2;
    private static final int LOST_LEASE = 3;

    private Main() {}

    /** Runs until the process is told to stop, or loses the Lease. */
    public static void main(String[] arguments) {
        try {
            start(Settings.read(System.getenv()));
        } catch (SettingsException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(BAD_SETTINGS);
        } catch (Throwable failure) {
            // Left alive it would do nothing, call itself alive, and keep the Lease from another process: an Error,
            // too.
            LOG.atError()
                    .setCause(failure)
                    .log("cannot start; check that the API server answers this login, and that the CRDs are installed");
            System.exit(CANNOT_START);
        }
    }

    private static void start(Settings settings) throws InterruptedException {
        KubernetesClient client = new KubernetesClientBuilder()
                .withKubernetesSerialization(ResourceSerialization.create())
                .build();
        tellStart(client, settings);
        String instance = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("milvus-partition-operator");
        OperatorMetrics metrics = new OperatorMetrics();
        Work work = new Work();
        Optional<Election> election =
                settings.election().map(rules -> Election.begin(client, rules, instance, Main::lostLease));
        Leadership leadership = election.map(Election::leadership).orElseGet(Leadership::alone);
        metrics.leaderFrom(leadership::leads);
        ManagementServer management = management(
                settings,
                () -> work.live() && election.map(Election::live).orElse(true),
                () -> work.ready() || election.map(Election::standsBy).orElse(false),
                metrics);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(work, election, client, management)));
        LOG.atInfo().addKeyValue("port", management.port()).log("listening");
        leadership.awaitWon();
        // By the leader only. It watches nothing before the pause: what is unsettled counts from when it is first
        // shown.
        Assembly assembly = assembly(client, leadership, metrics, instance);
        Operator operator = operator(client, settings, assembly);
        leadership.awaitPause();
        work.begin(operator, assembly);
        LOG.info("ready");
    }

    private static void stop(
            Work work, Optional<Election> election, KubernetesClient client, ManagementServer management) {
        LOG.info("stopping");
        work.close();
        election.ifPresent(Election::close);
        client.close();
        management.close();
    }

    private static void tellStart(KubernetesClient client, Settings settings) {
        LOG.atInfo()
                .addKeyValue("version", Main.class.getPackage().getImplementationVersion())
                .addKeyValue("kubernetes", client.getMasterUrl())
                .addKeyValue("namespaces", settings.watchNamespaces().isEmpty() ? "all" : settings.watchNamespaces())
                .log("starting");
    }

    private static Assembly assembly(
            KubernetesClient client, Leadership leadership, OperatorMetrics metrics, String instance) {
        return new Assembly(
                client,
                (uri, secret, timeout) ->
                        GrpcServers.open(uri, secret, timeout, leadership::remaining, metrics::milvusRequest),
                metrics,
                instance);
    }

    /** At once, and with nothing tidied up: another process may lead already. */
    private static void lostLease() {
        LOG.error("the Lease is lost; this process ends");
        Runtime.getRuntime().halt(LOST_LEASE);
    }

    private static Operator operator(KubernetesClient client, Settings settings, Assembly assembly) {
        Operator operator = new Operator(configuration -> configuration
                .withKubernetesClient(client)
                .withUseSSAToPatchPrimaryResource(false)
                .withCloseClientOnStop(false)
                .checkingCRDAndValidateLocalModel(false)
                .withReconciliationTerminationTimeout(settings.shutdownGrace())
                .withConcurrentReconciliationThreads(settings.reconcileThreads()));
        operator.register(assembly.reconciler(), configuration -> scope(configuration, settings));
        operator.register(assembly.connectionReconciler(), configuration -> scope(configuration, settings));
        return operator;
    }

    private static void scope(ControllerConfigurationOverrider<?> configuration, Settings settings) {
        if (settings.watchNamespaces().isEmpty()) {
            configuration.watchingAllNamespaces();
        } else {
            configuration.settingNamespaces(settings.watchNamespaces());
        }
    }

    private static ManagementServer management(
            Settings settings, BooleanSupplier live, BooleanSupplier ready, OperatorMetrics metrics) {
        try {
            return ManagementServer.start(settings.httpPort(), live, ready, metrics::scrape);
        } catch (IOException taken) {
            throw new UncheckedIOException(
                    "port " + settings.httpPort()
                            + " for health and metrics cannot be opened; MILVUSOPS_HTTP_PORT takes another one",
                    taken);
        }
    }
}
