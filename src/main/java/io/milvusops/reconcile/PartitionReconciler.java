package io.milvusops.reconcile;

import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusPartition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The thin edge to the operator framework: hands every wake-up to a pass. It never throws, so that nothing but the
 * lanes retries; the framework neither adds nor removes a finalizer.
 */
@ControllerConfiguration(
        name = "milvuspartition",
        finalizerName = MetadataKeys.PARTITION_FINALIZER,
        generationAwareEventProcessing = false)
public final class PartitionReconciler implements Reconciler<MilvusPartition>, Cleaner<MilvusPartition> {

    private final Assembly assembly;

    PartitionReconciler(Assembly assembly) {
        this.assembly = assembly;
    }

    @Override
    public List<EventSource<?, MilvusPartition>> prepareEventSources(EventSourceContext<MilvusPartition> context) {
        return assembly.wire(context);
    }

    @Override
    public UpdateControl<MilvusPartition> reconcile(MilvusPartition resource, Context<MilvusPartition> context) {
        UpdateControl<MilvusPartition> control = UpdateControl.noUpdate();
        pass(resource).ifPresent(control::rescheduleAfter);
        return control;
    }

    @Override
    public DeleteControl cleanup(MilvusPartition resource, Context<MilvusPartition> context) {
        DeleteControl control = DeleteControl.noFinalizerRemoval();
        pass(resource).ifPresent(control::rescheduleAfter);
        return control;
    }

    private Optional<Duration> pass(MilvusPartition resource) {
        try {
            return assembly.loop().pass(resource);
        } catch (CancellationException stopping) {
            return Optional.empty();
        } catch (RuntimeException failure) {
            return Optional.of(assembly.loop().failed(resource, failure));
        }
    }
}
