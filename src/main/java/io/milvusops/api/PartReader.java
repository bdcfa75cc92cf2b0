package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.generator.annotation.Required;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads one half of a resource and never fails: what cannot be read is told, not thrown. Nothing is bent into
 * shape: a text where a number belongs is unreadable, because guessing could loosen a guard.
 */
final class PartReader {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfig(
                    LogicalType.Enum,
                    enumeration -> enumeration.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .annotationIntrospector(new RequiredFields())
            .build();

    private static final String UNKNOWN_CONSTANT = "has a value that this version does not know";

    private PartReader() {}

    /** What was read from the node: the value unless its shape is wrong, and every problem met on the way. */
    record Reading<V>(JsonNode node, @Nullable V value, List<Unreadable> problems) {}

    static <V> Reading<V> read(Unreadable.Part part, JsonNode node, Class<V> type) {
        List<Unreadable> problems = new ArrayList<>();
        try {
            V value = STRICT.readerFor(type)
                    .withHandler(new UnknownConstants(part, problems))
                    .readValue(node);
            return new Reading<>(node, value, List.copyOf(problems));
        } catch (JsonProcessingException wrongShape) {
            String problem = isMissing(node, wrongShape) ? "is missing" : problem(wrongShape);
            problems.add(new Unreadable(part, part.field() + path(wrongShape), problem));
        } catch (IOException impossible) {
            problems.add(new Unreadable(part, part.field(), "cannot be read"));
        }
        return new Reading<>(node, null, List.copyOf(problems));
    }

    private static boolean isMissing(JsonNode node, JsonProcessingException exception) {
        JsonNode place = node;
        for (JsonMappingException.Reference step : steps(exception)) {
            place = step.getIndex() >= 0 ? place.path(step.getIndex()) : place.path(step.getFieldName());
        }
        return place.isMissingNode() || place.isNull();
    }

    private static String path(JsonProcessingException exception) {
        return steps(exception).stream()
                .map(step -> step.getIndex() >= 0 ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
    }

    private static List<JsonMappingException.Reference> steps(JsonProcessingException exception) {
        return exception instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
    }

    private static String path(@Nullable JsonStreamContext context) {
        if (context == null || context.inRoot()) {
            return "";
        }
        String step = context.inArray() ? "[" + context.getCurrentIndex() + "]" : "." + context.getCurrentName();
        return path(context.getParent()) + step;
    }

    private static String problem(JsonProcessingException exception) {
        if (exception instanceof ValueInstantiationException) {
            return "is not a duration such as 30s or 1m30s";
        }
        Class<?> wanted = exception instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (wanted == null) {
            return "cannot be read";
        } else if (wanted.isEnum()) {
            return UNKNOWN_CONSTANT;
        } else if (wanted == String.class) {
            return "is not a text";
        } else if (Number.class.isAssignableFrom(wanted)) {
            return "is not a whole number";
        }
        return Collection.class.isAssignableFrom(wanted) ? "is not a list" : "is not an object";
    }

    /** Takes UNKNOWN for a constant of a later version, so that the rest of the half can still be read. */
    private static final class UnknownConstants extends DeserializationProblemHandler {

        private final Unreadable.Part part;
        private final List<Unreadable> problems;

        UnknownConstants(Unreadable.Part part, List<Unreadable> problems) {
            this.part = part;
            this.problems = problems;
        }

        @Override
        public Object handleWeirdStringValue(
                DeserializationContext context, Class<?> type, String value, String message) {
            if (!type.isEnum()) {
                return NOT_HANDLED;
            }
            String path = path(context.getParser().getParsingContext());
            problems.add(new Unreadable(part, part.field() + path, UNKNOWN_CONSTANT));
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals("UNKNOWN"))
                    .<Object>map(constant -> constant)
                    .findAny()
                    .orElse(NOT_HANDLED);
        }
    }

    /** What the schema requires is required here too: an object may be older than the rule. */
    private static final class RequiredFields extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
            return member.hasAnnotation(Required.class) ? Boolean.TRUE : super.hasRequiredMarker(member);
        }

        @Override
        public JsonSetter.Value findSetterInfo(Annotated member) {
            return member.hasAnnotation(Required.class)
                    ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
                    : super.findSetterInfo(member);
        }
    }
}
