package io.milvusops.reconcile;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusConnectionStatus;
import io.milvusops.partition.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Says in a connection's status what was found out about its server: only what is new. */
final class ConnectionSpeech {

    /** So many are named in a message. */
    private static final int NAMED = 3;

    private final KubernetesClient client;
    private final ResourceWrites writes;
    private final Announcer announcer;
    private final Patience patience;

    ConnectionSpeech(KubernetesClient client, ResourceWrites writes, Announcer announcer, Patience patience) {
        this.client = client;
        this.writes = writes;
        this.announcer = announcer;
        this.patience = patience;
    }

    /** What stands in the way of a connection that this version does not understand. */
    void sayUnreadable(MilvusConnection resource) {
        say(resource, Reason.NOT_UNDERSTOOD, Unreadables.problems(resource), Optional.empty());
    }

    /** That the server answers, and what it is. */
    void sayConnected(MilvusConnection resource, String version) {
        String endpoint = Connections.endpoint(resource.understoodSpec()).orElse("");
        say(
                resource,
                Reason.CONNECTED,
                "the server at " + endpoint + " answers, version " + version + paused(resource)
                        + Remarks.unknown(resource, MetadataKeys::meansNothingToConnections),
                Optional.of(version));
    }

    /** Whoever finds all partitions waiting looks here: that the server answers is not all of it then. */
    private static String paused(MilvusConnection resource) {
        Optional<String> annotation =
                Optional.ofNullable(resource.getMetadata().getAnnotations()).map(all -> all.get(MetadataKeys.PAUSED));
        return Wishes.pauses(annotation)
                ? "; paused: nothing is written for its partitions; they go on when the annotation "
                        + MetadataKeys.PAUSED + " is removed from it"
                : "";
    }

    /**
     * Who still needs a connection that is being deleted.
     *
     * @param users namespace/name of every such partition, sorted, and whether it is being deleted
     */
    void sayInUse(MilvusConnection resource, List<String> users) {
        String named = String.join(", ", users.subList(0, Math.min(NAMED, users.size())));
        say(
                resource,
                Reason.IN_USE,
                "being deleted, and needed for the drops of " + users.size() + " MilvusPartition(s), among them "
                        + named + "; it goes when they are gone, or have deletionPolicy: Retain; one that is being"
                        + " deleted says in its status what it waits for, and deleting one of the others drops its data",
                Optional.empty());
    }

    /**
     * Says it, unless the status was not understood: what a later version wrote there is kept.
     *
     * @param version the server's version text, empty to leave the one that was said before
     */
    void say(MilvusConnection resource, Reason reason, String message, Optional<String> version) {
        Optional<MilvusConnectionStatus> before = Optional.ofNullable(resource.getStatus());
        Long generation = resource.getMetadata().getGeneration();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        MilvusConnectionStatus status = new MilvusConnectionStatus(
                generation,
                new Conditions(
                                Conditions.of(resource),
                                reason,
                                progress(resource, reason),
                                message,
                                generation,
                                now.toString())
                        .all(),
                version.or(() -> before.map(MilvusConnectionStatus::serverVersion))
                        .orElse(null),
                Optional.ofNullable(resource.getSpec())
                        .flatMap(Connections::endpoint)
                        .orElse(null),
                BudgetRecords.shown(resource, now).orElse(null));
        if (resource.replaceableStatus() && !before.equals(Optional.of(status))) {
            write(resource, status, reason, message);
        }
    }

    /** A refusal that lasts is no progress: for as long the connection is asked again every few seconds. */
    private Reason.Progress progress(MilvusConnection resource, Reason reason) {
        return patience.judge(resource.getMetadata().getUid(), reason, Conditions.of(resource))
                .progress();
    }

    void forget(MilvusConnection resource) {
        patience.forget(resource.getMetadata().getUid());
    }

    /** After what time the status says something else though nothing happens: the window of the budget is over. */
    Optional<Duration> changesIn(MilvusConnection resource) {
        Instant now = Instant.now();
        return BudgetRecords.ends(resource, now)
                .map(end -> Duration.between(now, end))
                .map(left -> left.compareTo(Next.SOON) > 0 ? left : Next.SOON);
    }

    private void write(MilvusConnection resource, MilvusConnectionStatus status, Reason reason, String message) {
        MilvusConnection copy = client.getKubernetesSerialization().clone(resource);
        copy.setStatus(status);
        boolean news = !said(resource, reason);
        writes.status(copy).filter(written -> news).ifPresent(written -> {
            if (reason == Reason.CONNECTED) {
                announcer.normal(resource, reason.text(), message);
            } else {
                announcer.warning(resource, reason.text(), message);
            }
        });
    }

    /** Whether the status gives this reason already. */
    static boolean said(MilvusConnection resource, Reason reason) {
        return Conditions.find(Conditions.of(resource), Conditions.READY)
                .filter(ready -> reason.text().equals(ready.reason()))
                .isPresent();
    }
}
