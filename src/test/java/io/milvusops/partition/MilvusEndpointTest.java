package io.milvusops.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MilvusEndpointTest {

    @ParameterizedTest
    @CsvSource({
        "http://milvus.search.svc, http://milvus.search.svc:19530",
        "https://milvus.example.org, https://milvus.example.org:19530",
        "HTTPS://Milvus.Example.ORG:443/, https://milvus.example.org:443",
        "' http://127.0.0.1:1 ', http://127.0.0.1:1",
        "http://[::1]:8000, http://[::1]:8000",
        "http://milvus:1, http://milvus:1",
        "http://milvus:65535, http://milvus:65535",
    })
    void shouldNormalise(String text, String uri) {
        assertThat(MilvusEndpoint.parse(text).uri()).isEqualTo(uri);
        assertThat(MilvusEndpoint.parse(uri)).isEqualTo(MilvusEndpoint.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "milvus:19530, must begin with http://",
        "'', must begin with http://",
        "tcp://milvus:19530, must begin with http://",
        "http://, malformed",
        "http://my_milvus:19530, no valid host",
        "http://milvus:port, no valid host",
        "http://milvus:0, outside of 1 to 65535",
        "http://milvus:65536, outside of 1 to 65535",
        "http://milvus/books, must not have a path",
        "http://milvus?db=books, must not have a query",
        "http://milvus#books, must not have a query or a fragment",
        "http://mil vus, malformed",
        "https://in01.global-cluster.example.org, global-cluster",
    })
    void shouldNameTheProblem(String text, String problem) {
        assertThatThrownBy(() -> MilvusEndpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({"http://root:very-secret@milvus:19530", "http://root:very-secret@my_milvus", "http://very-secret here@x"
    })
    void shouldNotRepeatAPassword(String text) {
        assertThatThrownBy(() -> MilvusEndpoint.parse(text))
                .hasMessageContaining("must not hold a user or password")
                .hasMessageNotContaining("very-secret");
    }

    @Test
    void shouldBeShownAsItIsWritten() {
        assertThat(MilvusEndpoint.parse("https://milvus")).hasToString("https://milvus:19530");
    }
}
