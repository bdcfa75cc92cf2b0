package io.milvusops.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.milvusops.ops.Election;
import io.milvusops.ops.ElectionRules;
import io.milvusops.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Lease on a real API server, in the hands of processes whose clocks are ten minutes apart. */
class ElectionIT {

    private static final Duration APART = Duration.ofMinutes(10);

    private static TestServers servers;
    private static KubernetesClient client;

    @BeforeAll
    static void start() throws IOException {
        servers = TestServers.start();
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(Files.readString(servers.kubeconfig())))
                .build();
    }

    private static KubernetesClient impersonating(String user) throws IOException {
        Config config = Config.fromKubeconfig(Files.readString(servers.kubeconfig()));
        config.setImpersonateUsername(user);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        servers.close();
    }

    private static Election candidate(String lease, Duration duration) {
        return candidate(client, lease, duration);
    }

    private static Election candidate(KubernetesClient client, String lease, Duration duration) {
        ElectionRules rules =
                new ElectionRules("default", lease, duration, duration.dividedBy(2), Duration.ofMillis(100));
        return Election.begin(client, rules, "candidate", () -> {});
    }

    /** Held by somebody who has written it just now, by a clock that differs from ours. */
    private static void heldByAnother(String name, ZonedDateTime renewed, int seconds) {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("default")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("another")
                        .withLeaseDurationSeconds(seconds)
                        .withRenewTime(renewed)
                        .endSpec()
                        .build())
                .create();
    }

    private static ZonedDateTime now() {
        return ZonedDateTime.now(ZoneOffset.UTC);
    }

    private static void await(Callable<Boolean> holds) {
        Awaitility.await()
                .atMost(Stage.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(holds);
    }

    private static long looks(String lease) {
        return new AuditLog(servers)
                .all().stream()
                        .filter(request -> request.what().equals("get leases")
                                && request.name().equals(lease))
                        .count();
    }

    private static String holder(String lease) {
        return client.leases()
                .inNamespace("default")
                .withName(lease)
                .get()
                .getSpec()
                .getHolderIdentity();
    }

    @Test
    void shouldTakeTheLeaseOfADeadLeaderWhoseClockWasFast() {
        heldByAnother("fast", now().plus(APART), 1);

        try (Election election = candidate("fast", Duration.ofSeconds(6))) {
            await(() -> election.leadership().leads());

            assertThat(holder("fast")).startsWith("candidate_");
        }
    }

    @Test
    void shouldLeaveTheLeaseToALivingLeaderWhoseClockIsSlow() {
        heldByAnother("slow", now().minus(APART), 300);

        try (Election election = candidate("slow", Duration.ofSeconds(6))) {
            await(() -> looks("slow") > 5);

            assertThat(election.leadership().leads()).isFalse();
            assertThat(election.standsBy()).isTrue();
            assertThat(holder("slow")).isEqualTo("another");
        }
    }

    /** So long a Lease would not be waited out here. */
    @Test
    void shouldLeadAtOnceWhenTheLeaseWasGivenBack() {
        Election first = candidate("returned", APART);
        await(() -> first.leadership().leads());
        try (Election second = candidate("returned", APART)) {
            await(second::standsBy);

            first.close();

            await(() -> second.leadership().leads());
        }
    }

    /** Without the rights for it, a process could never take over: it must not count as one that can. */
    @Test
    void shouldNotStandByWhenItMayNotReadTheLease() throws IOException {
        try (KubernetesClient nobody = impersonating("nobody");
                Election election = candidate(nobody, "forbidden", Duration.ofSeconds(6))) {
            await(() -> looks("forbidden") > 2);

            assertThat(election.standsBy()).isFalse();
            assertThat(election.live()).isTrue();
        }
    }
}
