package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusConnection;
import io.milvusops.lane.Probe;
import io.milvusops.partition.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether the server of a connection answers, and keeps the connection while a partition needs it for its drop.
 * A server that answered is not asked again: the lanes of its partitions tell when it is away.
 */
@ControllerConfiguration(
        name = "milvusconnection",
        finalizerName = MetadataKeys.IN_USE_FINALIZER,
        generationAwareEventProcessing = false)
public final class ConnectionReconciler implements Reconciler<MilvusConnection>, Cleaner<MilvusConnection> {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionReconciler.class);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);
    private static final Duration STILL_IN_USE = Duration.ofSeconds(1);

    private final Assembly assembly;
    private final ConnectionSpeech speech;
    private final Failures failures;
    private final ProbeEventSource probes = new ProbeEventSource(this::gone);
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    /** What a probe of one version of a connection's spec said, and when, monotonic. */
    private record Answer(ResourceID resource, Long generation, Probe probe, long nanos) {
        static Answer of(MilvusConnection resource, Probe probe) {
            return new Answer(
                    ResourceID.fromResource(resource),
                    resource.getMetadata().getGeneration(),
                    probe,
                    System.nanoTime());
        }
    }

    ConnectionReconciler(Assembly assembly, ConnectionSpeech speech, Failures failures) {
        this.assembly = assembly;
        this.speech = speech;
        this.failures = failures;
    }

    @Override
    public List<EventSource<?, MilvusConnection>> prepareEventSources(EventSourceContext<MilvusConnection> context) {
        return List.of(probes);
    }

    /** It never throws: the framework gives up on a resource after a few failures. */
    @Override
    public UpdateControl<MilvusConnection> reconcile(MilvusConnection resource, Context<MilvusConnection> context) {
        try {
            UpdateControl<MilvusConnection> control = report(resource);
            failures.forget(resource.getMetadata().getUid());
            return control;
        } catch (CancellationException stopping) {
            return UpdateControl.noUpdate();
        } catch (RuntimeException failure) {
            tell(failure, resource);
            return UpdateControl.<MilvusConnection>noUpdate().rescheduleAfter(ASK_AGAIN);
        } finally {
            forgetIfGone(resource);
        }
    }

    /** What ends after its connection has gone brings back what was forgotten with it. */
    private boolean forgetIfGone(MilvusConnection resource) {
        boolean gone =
                assembly.loop().sessions().vanished(resource.getMetadata().getUid());
        if (gone) {
            forget(resource);
        }
        return gone;
    }

    private void forget(MilvusConnection resource) {
        String uid = resource.getMetadata().getUid();
        answers.remove(uid);
        failures.forget(uid);
        speech.forget(resource);
        assembly.loop().inUse().forget(uid);
    }

    /** The status may be written when another write is refused; when it is refused, too, the log has it. */
    private void tell(RuntimeException failure, MilvusConnection resource) {
        PassFailure.log(LOG, resource, failure);
        try {
            failures.failed(resource.getMetadata().getUid(), failure)
                    .ifPresent(told -> speech.say(resource, told.reason(), told.message(), Optional.empty()));
        } catch (RuntimeException unwritable) {
            LOG.debug("the failure of a connection's pass cannot be told in the status: {}", unwritable.getMessage());
        }
    }

    private UpdateControl<MilvusConnection> report(MilvusConnection resource) {
        UpdateControl<MilvusConnection> control = UpdateControl.noUpdate();
        if (!resource.unreadable().isEmpty()) {
            speech.sayUnreadable(resource);
            return control;
        }
        Optional<Probe> answer = answer(resource);
        boolean answered = answer.filter(Probe.Answered.class::isInstance).isPresent();
        if (!answered) {
            answers.remove(resource.getMetadata().getUid());
            ask(resource);
        }
        // First: a status that says it before what fails would be written anew with every try.
        boolean settled = protectWhileNeeded(resource);
        answer.ifPresent(said -> say(resource, said));
        if (!answered) {
            return control.rescheduleAfter(ASK_AGAIN);
        }
        Duration again = settled ? askWhereNobodyDoes(resource) : STILL_IN_USE;
        return control.rescheduleAfter(speech.changesIn(resource)
                .filter(change -> change.compareTo(again) < 0)
                .orElse(again));
    }

    private Optional<Probe> answer(MilvusConnection resource) {
        return Optional.ofNullable(answers.get(resource.getMetadata().getUid()))
                .filter(known ->
                        known.generation().equals(resource.getMetadata().getGeneration()))
                .map(Answer::probe);
    }

    private void say(MilvusConnection resource, Probe probe) {
        if (probe instanceof Probe.Answered answered) {
            speech.sayConnected(resource, answered.version());
        } else if (probe instanceof Probe.Failed failed) {
            speech.say(resource, failed.reason(), failed.message(), Optional.empty());
        }
    }

    /**
     * Nobody else takes the protection off when the last partition is gone. Whoever replaces a connection takes it away
     * with what else is not in the file: it is put back. False when nobody can tell yet whether it is needed, or the
     * connection has changed meanwhile.
     */
    private boolean protectWhileNeeded(MilvusConnection resource) {
        try {
            return settle(resource);
        } catch (CancellationException startingOrStopping) {
            return false;
        }
    }

    /**
     * The lanes of its partitions tell when a server is away; without any it is asked. Nobody tells when the last lane
     * ends; returns when to look.
     */
    private Duration askWhereNobodyDoes(MilvusConnection resource) {
        Duration interval = resource.understoodSpec().effectivePollInterval();
        Answer known = answers.get(resource.getMetadata().getUid());
        boolean old = known != null && System.nanoTime() - known.nanos() >= interval.toNanos();
        if (old && assembly.loop().sessions().idle(Assembly.key(resource))) {
            ask(resource);
        }
        return interval;
    }

    private void ask(MilvusConnection resource) {
        try {
            ConnectionKey key = Assembly.key(resource);
            assembly.loop().sessions().lanes(key, resource).probe(probe -> {
                if (probe instanceof Probe.Failed failed) {
                    assembly.loop().refused(key, failed.reason());
                }
                answers.put(resource.getMetadata().getUid(), Answer.of(resource, probe));
                // A failure that the status tells already wakes nobody: the timer asks again.
                boolean told = probe instanceof Probe.Failed failed && ConnectionSpeech.said(resource, failed.reason());
                if (!forgetIfGone(resource) && !told) {
                    probes.wake(ResourceID.fromResource(resource));
                }
            });
        } catch (IllegalArgumentException unusable) {
            speech.say(
                    resource, Reason.CREDENTIALS_UNAVAILABLE, String.valueOf(unusable.getMessage()), Optional.empty());
        }
    }

    /** A lane got no answer through it: what a probe said before may no longer be true. */
    void doubt(ConnectionKey connection) {
        ResourceID id = new ResourceID(connection.name(), connection.namespace());
        answers.forEach((uid, answer) -> {
            boolean answered = answer.probe() instanceof Probe.Answered;
            if (answered && answer.resource().equals(id) && answers.remove(uid, answer)) {
                probes.wake(id);
            }
        });
    }

    @Override
    public DeleteControl cleanup(MilvusConnection resource, Context<MilvusConnection> context) {
        letGo(resource);
        forgetIfGone(resource);
        return DeleteControl.noFinalizerRemoval().rescheduleAfter(STILL_IN_USE);
    }

    private void letGo(MilvusConnection resource) {
        try {
            List<String> users = assembly.users(Assembly.key(resource));
            if (!users.isEmpty()) {
                speech.sayInUse(resource, users);
            }
            settle(resource);
            failures.forget(resource.getMetadata().getUid());
        } catch (CancellationException startingOrStopping) {
            LOG.debug("nobody knows yet, or any more, who needs a connection");
        } catch (RuntimeException failure) {
            tell(failure, resource);
        }
    }

    private boolean settle(MilvusConnection resource) {
        ConnectionKey key = Assembly.key(resource);
        return assembly.loop().inUse().settle(resource, () -> assembly.used(key));
    }

    /** However it went: a connection that no partition needs has no finalizer, and no pass when it is deleted. */
    private void gone(MilvusConnection resource) {
        assembly.loop().gone(Assembly.key(resource), resource.getMetadata().getUid());
        forget(resource);
    }
}
