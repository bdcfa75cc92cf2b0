package io.milvusops.reconcile;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The only writes to our resources: each a compare-and-set on uid and resourceVersion, so that a stale view writes
 * nothing. Empty means that the resource changed or went meanwhile; the event of that change plans anew. Anything else
 * that the API server refuses is a {@link RefusedWriteException}.
 */
final class ResourceWrites {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    private static final String FINALIZERS = "metadata.finalizers";

    /** How the API server begins what it says for a webhook that denies. */
    private static final String WEBHOOK = "admission webhook ";

    private final KubernetesClient client;

    ResourceWrites(KubernetesClient client) {
        this.client = client;
    }

    /** Writes the status of exactly this version. */
    <T extends HasMetadata> Optional<T> status(T resource) {
        return attempt(
                "write the status of " + name(resource),
                () -> client.resource(resource).updateStatus());
    }

    /** Adds our finalizer, and annotations in the same write. */
    <T extends HasMetadata> Optional<T> hold(T resource, String finalizer, Map<String, String> annotations) {
        ArrayNode patch = guarded(resource.getMetadata());
        List<String> finalizers = resource.getMetadata().getFinalizers();
        if (finalizers.isEmpty()) {
            operation(patch, "add", "/metadata/finalizers").putArray("value").add(finalizer);
        } else if (!finalizers.contains(finalizer)) {
            operation(patch, "add", "/metadata/finalizers/-").put("value", finalizer);
        }
        boolean none = Optional.ofNullable(resource.getMetadata().getAnnotations())
                .map(Map::isEmpty)
                .orElse(true);
        if (none && !annotations.isEmpty()) {
            operation(patch, "add", "/metadata/annotations").putObject("value");
        }
        annotations.forEach((key, value) -> operation(patch, "add", path(key)).put("value", value));
        return send("put the finalizer " + finalizer + " on " + name(resource), resource, patch);
    }

    /** Removes an annotation of ours; a resource without it is left as it is. */
    <T extends HasMetadata> Optional<T> forget(T resource, String annotation) {
        if (!carries(resource, annotation)) {
            return Optional.of(resource);
        }
        ArrayNode patch = guarded(resource.getMetadata());
        operation(patch, "remove", path(annotation));
        return send("take the annotation " + annotation + " off " + name(resource), resource, patch);
    }

    private static boolean carries(HasMetadata resource, String annotation) {
        return Optional.ofNullable(resource.getMetadata().getAnnotations())
                .filter(annotations -> annotations.containsKey(annotation))
                .isPresent();
    }

    private static String path(String annotation) {
        return "/metadata/annotations/" + annotation.replace("~", "~0").replace("/", "~1");
    }

    /**
     * Takes our finalizer off and touches no other; a resource without it is left as it is.
     *
     * @param annotations those of ours that have no meaning any more and go with it
     */
    <T extends HasMetadata> Optional<T> letGo(T resource, String finalizer, String... annotations) {
        int index = resource.getMetadata().getFinalizers().indexOf(finalizer);
        if (index < 0) {
            return Optional.of(resource);
        }
        ArrayNode patch = guarded(resource.getMetadata());
        String path = "/metadata/finalizers/" + index;
        operation(patch, "test", path).put("value", finalizer);
        operation(patch, "remove", path);
        for (String annotation : annotations) {
            if (carries(resource, annotation)) {
                operation(patch, "remove", path(annotation));
            }
        }
        return send("take the finalizer " + finalizer + " off " + name(resource), resource, patch);
    }

    private static String name(HasMetadata resource) {
        ObjectMeta metadata = resource.getMetadata();
        return resource.getKind() + " " + metadata.getNamespace() + "/" + metadata.getName();
    }

    private <T extends HasMetadata> Optional<T> send(String deed, T resource, ArrayNode patch) {
        return attempt(deed, () -> client.resource(resource).patch(PatchContext.of(PatchType.JSON), patch.toString()));
    }

    private static ArrayNode guarded(ObjectMeta metadata) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        operation(patch, "test", "/metadata/uid").put("value", metadata.getUid());
        operation(patch, "test", "/metadata/resourceVersion").put("value", metadata.getResourceVersion());
        return patch;
    }

    private static ObjectNode operation(ArrayNode patch, String operation, String path) {
        return patch.addObject().put("op", operation).put("path", path);
    }

    private static <T> Optional<T> attempt(String deed, Supplier<T> write) {
        try {
            return Optional.of(write.get());
        } catch (KubernetesClientException refused) {
            if (changedMeanwhile(refused)) {
                return Optional.empty();
            }
            throw new RefusedWriteException(deed, refused);
        }
    }

    /**
     * A test of a JSON patch that fails is answered with 422 and without a cause. With one it is the schema that
     * refuses, except for a finalizer, which the API server takes from nobody any more once the deletion has begun. A
     * webhook may answer with any code, and without a cause, too.
     */
    private static boolean changedMeanwhile(KubernetesClientException refused) {
        boolean byWebhook = Optional.ofNullable(refused.getStatus())
                .map(Status::getMessage)
                .filter(message -> message.startsWith(WEBHOOK))
                .isPresent();
        if (byWebhook) {
            return false;
        }
        if (refused.getCode() != UNPROCESSABLE) {
            return refused.getCode() == NOT_FOUND || refused.getCode() == CONFLICT;
        }
        return Optional.ofNullable(refused.getStatus()).map(Status::getDetails).map(StatusDetails::getCauses).stream()
                .flatMap(List::stream)
                .allMatch(cause -> FINALIZERS.equals(cause.getField()));
    }
}
