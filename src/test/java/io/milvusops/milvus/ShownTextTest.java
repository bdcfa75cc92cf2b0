package io.milvusops.milvus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTextTest {

    @Test
    void shouldEndALongTextAtAWord() {
        assertThat(ShownText.of("word ".repeat(70)))
                .isEqualTo("word ".repeat(59).strip() + " …")
                .hasSizeLessThanOrEqualTo(300);
    }
}
