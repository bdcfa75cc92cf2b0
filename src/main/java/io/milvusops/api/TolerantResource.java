package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A resource that can always be read from what the API server holds, so that a single one with a value of a later
 * version or a broken status stops nobody else.
 *
 * <p>What cannot be read is listed by {@link #unreadable()}. A half with such a place is null if its shape is wrong,
 * is written back exactly as it came, and refuses to be replaced: a copy that was not understood must not overwrite
 * what it was made from.
 */
public abstract class TolerantResource<S, T> extends CustomResource<S, T> implements Namespaced {

    private static final long serialVersionUID = 1L;

    private transient List<Unreadable> unreadable = List.of();
    private transient Map<String, JsonNode> originals = Map.of();

    /** Every place that this version cannot read, none for a resource that is understood. */
    public List<Unreadable> unreadable() {
        return unreadable;
    }

    /** Whether the status has the shape that this version knows, so that it may be replaced. */
    public boolean replaceableStatus() {
        return !originals.containsKey(Unreadable.Part.STATUS.field());
    }

    /** @throws IllegalStateException if the present spec is not understood */
    @Override
    public void setSpec(S spec) {
        refuseIfUnreadable(Unreadable.Part.SPEC);
        super.setSpec(spec);
    }

    /** @throws IllegalStateException if the present status is not understood */
    @Override
    public void setStatus(T status) {
        refuseIfUnreadable(Unreadable.Part.STATUS);
        super.setStatus(status);
    }

    /**
     * The framework asks this to learn whether it must add the finalizer. For a live resource the answer is always
     * "no need": a finalizer is on it only while a drop may be needed, and only a patch guarded by uid and version,
     * which may carry the intent of a create along, adds it. Whoever wants to know what is there looks into the
     * metadata.
     */
    @Override
    public boolean hasFinalizer(String finalizer) {
        return !isMarkedForDeletion() || super.hasFinalizer(finalizer);
    }

    /**
     * The spec of a resource that is understood.
     *
     * @throws IllegalStateException when there is none, or it could not be read
     */
    public S understoodSpec() {
        S spec = getSpec();
        if (spec == null) {
            throw new IllegalStateException("the spec is not understood; ask unreadable() first");
        }
        return spec;
    }

    void takeSpec(PartReader.Reading<S> reading) {
        super.setSpec(reading.value());
        remember(Unreadable.Part.SPEC, reading);
    }

    void takeStatus(PartReader.Reading<T> reading) {
        super.setStatus(reading.value());
        remember(Unreadable.Part.STATUS, reading);
    }

    void noteMissingSpec() {
        note(List.of(new Unreadable(Unreadable.Part.SPEC, "spec", "is missing")));
    }

    /** Places that are not understood, in a half that is: it may be replaced by one that carries them on. */
    void note(List<Unreadable> more) {
        unreadable = Stream.concat(unreadable.stream(), more.stream()).toList();
    }

    private void remember(Unreadable.Part part, PartReader.Reading<?> reading) {
        if (!reading.problems().isEmpty()) {
            note(reading.problems());
            originals = new HashMap<>(originals);
            originals.put(part.field(), reading.node());
        }
    }

    /** The serialization writes these in place of the field of the same name. */
    @JsonAnyGetter
    Map<String, JsonNode> originals() {
        return originals;
    }

    private void refuseIfUnreadable(Unreadable.Part part) {
        if (originals.containsKey(part.field())) {
            throw new IllegalStateException(
                    part.field() + " of " + getMetadata().getNamespace() + "/"
                            + getMetadata().getName() + " is not understood and must not be replaced");
        }
    }
}
