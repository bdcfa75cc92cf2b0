package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusConnectionStatus;
import io.milvusops.lane.Probe;
import io.milvusops.partition.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says whether the server of a connection answers, and keeps the connection while a partition needs it for its drop.
 * A server that answered is not asked again: the lanes of its partitions tell when it is away.
 */
@ControllerConfiguration(
        name = "milvusconnection",
        finalizerName = MetadataKeys.IN_USE_FINALIZER,
        generationAwareEventProcessing = false)
public final class ConnectionReconciler implements Reconciler<MilvusConnection>, Cleaner<MilvusConnection> {

    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
    private static final Duration STILL_IN_USE = Duration.ofSeconds(1);

    private final Assembly assembly;
    private final ResourceWrites writes;
    private final ProbeEventSource probes = new ProbeEventSource();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    /** What a probe of one version of the spec said. */
    private record Answer(Long generation, Probe probe) {}

    ConnectionReconciler(Assembly assembly, ResourceWrites writes) {
        this.assembly = assembly;
        this.writes = writes;
    }

    @Override
    public List<EventSource<?, MilvusConnection>> prepareEventSources(EventSourceContext<MilvusConnection> context) {
        return List.of(probes);
    }

    @Override
    public UpdateControl<MilvusConnection> reconcile(MilvusConnection resource, Context<MilvusConnection> context) {
        UpdateControl<MilvusConnection> control = UpdateControl.noUpdate();
        if (!resource.unreadable().isEmpty()) {
            return control;
        }
        String uid = resource.getMetadata().getUid();
        Optional<Answer> answer = Optional.ofNullable(answers.get(uid))
                .filter(known ->
                        known.generation().equals(resource.getMetadata().getGeneration()));
        if (answer.isPresent() && answer.get().probe() instanceof Probe.Answered answered) {
            say(resource, Reason.CONNECTED, "the server answers", Optional.of(answered.version()));
            return control;
        }
        if (answer.isPresent() && answer.get().probe() instanceof Probe.Failed failed) {
            say(resource, failed.reason(), failed.message(), Optional.empty());
        }
        answers.remove(uid);
        ask(resource);
        return control.rescheduleAfter(ASK_AGAIN);
    }

    private void ask(MilvusConnection resource) {
        Long generation = resource.getMetadata().getGeneration();
        try {
            assembly.connections().lanes(key(resource), resource).probe(probe -> {
                Answer answer = new Answer(generation, probe);
                boolean news = probe instanceof Probe.Answered || !said(resource, probe);
                answers.put(resource.getMetadata().getUid(), answer);
                if (news) {
                    probes.wake(resource);
                }
            });
        } catch (IllegalArgumentException unusable) {
            say(resource, Reason.CREDENTIALS_UNAVAILABLE, String.valueOf(unusable.getMessage()), Optional.empty());
        }
    }

    /** A failure that the status tells already wakes nobody: the timer asks again. */
    private static boolean said(MilvusConnection resource, Probe probe) {
        return probe instanceof Probe.Failed failed
                && Optional.ofNullable(resource.getStatus())
                        .map(MilvusConnectionStatus::conditions)
                        .flatMap(all -> all.stream().findFirst())
                        .filter(ready -> ready.reason().equals(failed.reason().text()))
                        .isPresent();
    }

    private void say(MilvusConnection resource, Reason reason, String message, Optional<String> version) {
        MilvusConnectionStatus before = resource.getStatus();
        Long generation = resource.getMetadata().getGeneration();
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        MilvusConnectionStatus status = new MilvusConnectionStatus(
                generation,
                new Conditions(before == null ? null : before.conditions(), reason, message, generation, time).all(),
                version.orElse(before == null ? null : before.serverVersion()),
                resource.understoodSpec().uri());
        if (!status.equals(before)) {
            MilvusConnection copy = new MilvusConnection();
            copy.setMetadata(resource.getMetadata());
            copy.setSpec(resource.understoodSpec());
            copy.setStatus(status);
            writes.status(copy);
        }
    }

    @Override
    public DeleteControl cleanup(MilvusConnection resource, Context<MilvusConnection> context) {
        ConnectionKey key = key(resource);
        boolean free = !assembly.inUse(key)
                && writes.letGo(resource, MetadataKeys.IN_USE_FINALIZER).isPresent();
        if (free) {
            assembly.connections().forget(key);
            answers.remove(resource.getMetadata().getUid());
            return DeleteControl.noFinalizerRemoval();
        }
        return DeleteControl.noFinalizerRemoval().rescheduleAfter(STILL_IN_USE);
    }

    private static ConnectionKey key(MilvusConnection resource) {
        return new ConnectionKey(
                resource.getMetadata().getNamespace(), resource.getMetadata().getName());
    }
}
