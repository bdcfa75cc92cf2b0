package io.milvusops.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads metadata, spec and status of a resource apart from each other. It is named by an annotation of the kinds and
 * not registered somewhere, so that every list, watch and copy of the client goes through it.
 */
abstract class TolerantReader<S, T, R extends TolerantResource<S, T>> extends JsonDeserializer<R> {

    private final Supplier<R> blank;
    private final Class<S> specType;
    private final Class<T> statusType;

    TolerantReader(Supplier<R> blank, Class<S> specType, Class<T> statusType) {
        this.blank = blank;
        this.specType = specType;
        this.statusType = statusType;
    }

    @Override
    public R deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonNode tree = context.readTree(parser);
        R resource = blank.get();
        if (tree.hasNonNull("metadata")) {
            resource.setMetadata(context.readTreeAsValue(tree.get("metadata"), ObjectMeta.class));
        }
        if (tree.hasNonNull("spec")) {
            resource.takeSpec(PartReader.read(Unreadable.Part.SPEC, tree.get("spec"), specType));
        } else {
            resource.noteMissingSpec();
        }
        if (tree.hasNonNull("status")) {
            PartReader.Reading<T> status = PartReader.read(Unreadable.Part.STATUS, tree.get("status"), statusType);
            T value = status.value();
            resource.takeStatus(status);
            if (value != null) {
                resource.note(gaps(resource.getMetadata(), value));
            }
        }
        return resource;
    }

    /** What is missing in a status of the right shape, so that this version does not know what it records. */
    List<Unreadable> gaps(ObjectMeta metadata, T status) {
        return List.of();
    }
}
