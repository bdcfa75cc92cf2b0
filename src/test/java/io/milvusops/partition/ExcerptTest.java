package io.milvusops.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExcerptTest {

    private static final String FACE = "\uD83D\uDE00";

    static Stream<Arguments> beginnings() {
        return Stream.of(
                arguments("it fits", "one two three", 13, "one two three"),
                arguments("a character too long", "one two threes", 13, "one two …"),
                arguments("it ends with a word", "one two three four", 15, "one two three …"),
                arguments("one long word", "abcdefghijklmnop", 10, "abcdefgh …"),
                arguments("a word that is longer than half", "abcde fghijklm", 10, "abcde fg …"),
                arguments("a long word at the end", "a bcdefghijklmnop", 10, "a bcdefg …"),
                arguments("half of a character", "abcdefg" + FACE + "nop", 10, "abcdefg …"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beginnings")
    void shouldEndAtAWord(String what, String text, int longest, String shown) {
        assertThat(new Excerpt(longest).beginning(text)).isEqualTo(shown).hasSizeLessThanOrEqualTo(longest);
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                arguments("it fits", "it is so; do that", 17, "it is so; do that"),
                arguments("too long", "it is so as it has been; do that", 20, "it is so … do that"),
                arguments("one long word", "abcdefghijklmnopqrstuvwxyz", 20, "abcdefgh … rstuvwxyz"),
                arguments("a blank at its end only", "abcdefghijklmnopqrstuvwxyz ", 20, "abcdefgh … rstuvwxyz"),
                arguments("half of a character", "abcdefghijklmnop" + FACE + "stuvwxyz", 20, "abcdefgh … stuvwxyz"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void shouldKeepTheWayOutThatIsAtTheEnd(String what, String text, int longest, String shown) {
        assertThat(new Excerpt(longest).ends(text)).isEqualTo(shown).hasSizeLessThanOrEqualTo(longest);
    }
}
