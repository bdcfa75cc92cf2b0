package io.milvusops.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.milvusops.partition.ServerException.Effect;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowCountTest {

    @Test
    void shouldKeepWhyACountFailed() {
        ServerException failure = new ServerException(Reason.PERMISSION_DENIED, Effect.NONE, "PrivilegeFlush: no");

        assertThat(RowCount.failed(failure))
                .isEqualTo(new RowCount.Uncountable(Reason.PERMISSION_DENIED, "PrivilegeFlush: no"));
    }

    @Test
    void shouldTakeAPartitionThatTheServerDoesNotNameForNotLoaded() {
        assertThat(new LoadStates(Map.of("novel", LoadState.LOADED)).of("essay"))
                .isEqualTo(LoadState.NOT_LOADED);
    }
}
