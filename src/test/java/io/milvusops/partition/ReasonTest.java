package io.milvusops.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReasonTest {

    @Test
    void shouldTellWhatIsTrueOfAWholeServer() {
        assertThat(Arrays.stream(Reason.values()).filter(Reason::ofTheServer))
                .containsExactlyInAnyOrder(Reason.SERVER_UNREACHABLE, Reason.SERVER_BUSY, Reason.UNAUTHENTICATED);
    }

    @Test
    void shouldTellWhatAnotherLoginMayNotMeet() {
        assertThat(Arrays.stream(Reason.values()).filter(Reason::ofTheLogin))
                .containsExactlyInAnyOrder(Reason.UNAUTHENTICATED, Reason.PERMISSION_DENIED);
    }

    @Test
    void shouldCallLostOnlyWhatIsProvenGone() {
        assertThat(Arrays.stream(Fate.Kind.values()).filter(kind -> new Fate(kind, "seen").lost()))
                .containsExactly(Fate.Kind.GONE);
    }
}
