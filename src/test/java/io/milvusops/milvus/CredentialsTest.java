package io.milvusops.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CredentialsTest {

    @Test
    void shouldEncodeWhatTheServerWantsToSee() {
        assertThat(Credentials.login("root", "Milvus").authorization()).contains("cm9vdDpNaWx2dXM=");
        assertThat(Credentials.token("root:Milvus").authorization()).contains("cm9vdDpNaWx2dXM=");
        assertThat(Credentials.none().authorization()).isEmpty();
    }

    @Test
    void shouldDropLineEndsOnly() {
        assertThat(Credentials.login("root\n", " Milvus \r\n")).isEqualTo(Credentials.login("root", " Milvus "));
        assertThat(Credentials.token("token\n")).isEqualTo(Credentials.token("token"));
    }

    @Test
    void shouldRefuseWhatCannotBeALogin() {
        assertThatThrownBy(() -> Credentials.login("\n", "secret")).hasMessage("username is empty");
        assertThatThrownBy(() -> Credentials.login("root", "")).hasMessage("password is empty");
        assertThatThrownBy(() -> Credentials.token("\r\n")).hasMessage("token is empty");
        assertThatThrownBy(() -> Credentials.login("ro:ot", "very-secret"))
                .hasMessageContaining("colon")
                .hasMessageNotContaining("very-secret");
    }

    @Test
    void shouldNeverPrintASecret() {
        assertThat(Credentials.login("alice", "very-secret").toString()).doesNotContain("alice", "very-secret");
        assertThat(Credentials.token("very-secret").toString()).doesNotContain("very-secret");
    }

    @Test
    void shouldRedactEveryFormOfASecret() {
        Credentials login = Credentials.login("root", "very-secret");

        assertThat(login.redact("a very-secret b " + login.authorization().orElseThrow()))
                .isEqualTo("a *** b ***");
        assertThat(Credentials.login("root", "a").redact("banana")).isEqualTo("banana");
    }
}
