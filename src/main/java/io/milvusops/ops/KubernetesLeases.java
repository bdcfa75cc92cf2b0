package io.milvusops.ops;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Function;

/** The Lease on the API server. The times of day that it carries are for its readers: nothing here reads them. */
final class KubernetesLeases implements Leases {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final ElectionRules rules;
    private final RequestConfig impatient;

    KubernetesLeases(KubernetesClient client, ElectionRules rules) {
        this.client = client;
        this.rules = rules;
        // A request that hangs, or is repeated by the client, must leave time for another one before the deadline.
        this.impatient = new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestTimeout((int) rules.renewDeadline().dividedBy(2).toMillis())
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    @Override
    public Optional<LeaseRecord> read() {
        return ask(asked -> asked.leases()
                .inNamespace(rules.namespace())
                .withName(rules.name())
                .get());
    }

    @Override
    public Optional<LeaseRecord> create(LeaseRecord first) {
        return ask(asked -> asked.resource(lease(first)).create());
    }

    @Override
    public Optional<LeaseRecord> replace(LeaseRecord next) {
        return ask(asked -> asked.resource(lease(next)).update());
    }

    private Optional<LeaseRecord> ask(Function<NamespacedKubernetesClient, Lease> request) {
        try {
            return Optional.ofNullable(withPatience(request)).map(this::parsed);
        } catch (KubernetesClientException refused) {
            if (refused.getCode() == CONFLICT || refused.getCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private Lease withPatience(Function<NamespacedKubernetesClient, Lease> request) {
        return client.adapt(NamespacedKubernetesClient.class)
                .withRequestConfig(impatient)
                .call(request::apply);
    }

    private Lease lease(LeaseRecord lease) {
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        return new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(rules.namespace())
                .withName(rules.name())
                .withResourceVersion(lease.version().isEmpty() ? null : lease.version())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(lease.holder().isEmpty() ? null : lease.holder())
                .withLeaseDurationSeconds((int) lease.duration().toSeconds())
                .withRenewTime(now)
                .withLeaseTransitions(lease.transitions())
                .endSpec()
                .build();
    }

    /** A Lease that somebody wrote by hand may lack anything. */
    private LeaseRecord parsed(Lease lease) {
        Optional<LeaseSpec> spec = Optional.ofNullable(lease.getSpec());
        return new LeaseRecord(
                spec.map(LeaseSpec::getHolderIdentity).orElse(""),
                spec.map(LeaseSpec::getLeaseDurationSeconds)
                        .map(Duration::ofSeconds)
                        .orElse(rules.leaseDuration()),
                spec.map(LeaseSpec::getLeaseTransitions).orElse(0),
                lease.getMetadata().getResourceVersion());
    }
}
