package io.milvusops.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A duration as the user wrote it: hours, minutes, seconds and milliseconds in this order, each at most once. The
 * text is kept because a spelling that changes would be a difference for whoever compares manifests.
 */
public record DurationText(@JsonValue String text) {

    /** What the schema demands of the text; the empty text fits and is refused apart. */
    static final String PATTERN = "^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?([0-9]{1,6}ms)?$";

    private static final Pattern UNITS = Pattern.compile(PATTERN);

    /** @throws IllegalArgumentException for any other text */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DurationText {
        if (text.isEmpty() || !UNITS.matcher(text).matches()) {
            throw new IllegalArgumentException("not a duration");
        }
    }

    /** Its length. */
    public Duration length() {
        Matcher units = UNITS.matcher(text);
        if (!units.matches()) {
            throw new IllegalStateException("checked when it was made");
        }
        return Duration.ofHours(amount(units.group(1)))
                .plusMinutes(amount(units.group(2)))
                .plusSeconds(amount(units.group(3)))
                .plusMillis(amount(units.group(4)));
    }

    private static long amount(@Nullable String part) {
        return part == null ? 0 : Long.parseLong(part.replaceAll("[a-z]", ""));
    }
}
