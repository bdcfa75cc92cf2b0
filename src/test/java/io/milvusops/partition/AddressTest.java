package io.milvusops.partition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressTest {

    @Test
    void shouldReadFromThePartitionToTheServer() {
        assertThat(new PartitionAddress(Scene.BOOK, "novel"))
                .hasToString("novel in default/book at http://milvus:19530");
    }
}
