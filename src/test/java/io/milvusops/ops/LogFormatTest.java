package io.milvusops.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogFormatTest {

    @Test
    void shouldWriteOneLinePerEventWithItsKeyValues() throws Exception {
        assertThat(LoggingProcess.log(Speaker.class, Map.of()))
                .hasSize(2)
                .anySatisfy(line ->
                        assertThat(line).contains("INFO", "Dropped a partition").endsWith("partition=\"novel\""))
                .anySatisfy(line -> assertThat(line)
                        .contains("ERROR", "first | second", "java.lang.IllegalStateException: broken"));
    }

    @Test
    void shouldTakeTheLevelFromTheSetting() throws Exception {
        assertThat(LoggingProcess.log(Speaker.class, Map.of(Setting.LOG_LEVEL.variable(), "ERROR")))
                .hasSize(1);
    }

    /** Says two things, one of them in the way of a line-breaking text from elsewhere. */
    static final class Speaker {

        private Speaker() {}

        public static void main(String[] arguments) {
            LoggerFactory.getLogger("io.milvusops.Speaker")
                    .atInfo()
                    .addKeyValue("partition", "novel")
                    .log("Dropped a partition");
            LoggerFactory.getLogger("io.milvusops.Speaker").error("first\nsecond", new IllegalStateException("broken"));
            LoggerFactory.getLogger("io.fabric8.kubernetes.client").info("chatter");
        }
    }
}
