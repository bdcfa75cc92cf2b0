package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.milvusops.api.BindingStatus;
import io.milvusops.api.DropOutcome;
import io.milvusops.api.DropStatus;
import io.milvusops.api.IntentStatus;
import io.milvusops.api.MetadataKeys;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.Origin;
import io.milvusops.partition.Intent;
import io.milvusops.partition.Memory;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A record entitles only the very resource that it was made for: a backup brings back status and not uid. */
class RecordsTest {

    private static final String ENDPOINT = "http://milvus:19530";
    private static final Intent INTENT = new Intent(ENDPOINT, 101, 50, OptionalLong.empty(), 2);

    private static BindingStatus binding(String owner, @Nullable IntentStatus intent) {
        return new BindingStatus(owner, ENDPOINT, "100", "7", "book", Origin.CREATED, intent);
    }

    private static DropStatus dropped(String owner) {
        return new DropStatus(owner, "7", "100", 1L, "2026-01-01T00:00:00Z", null, null, null, DropOutcome.DROPPED, 1L);
    }

    private static Memory read(@Nullable BindingStatus binding, @Nullable DropStatus drop, Map<String, String> notes) {
        MilvusPartition resource = new MilvusPartition();
        resource.setMetadata(
                new ObjectMetaBuilder().withUid("mine").withAnnotations(notes).build());
        resource.setStatus(new MilvusPartitionStatus(1L, null, null, binding, null, null, drop, null));
        return Records.read(resource);
    }

    @Test
    void shouldReadTheBindingOfTheResourceItself() {
        assertThat(read(binding("mine", null), null, Map.of()).binding()).isPresent();
    }

    @Test
    void shouldNotReadABindingOfAnotherResource() {
        assertThat(read(binding("other", null), null, Map.of()).binding()).isEmpty();
    }

    @Test
    void shouldReadTheOrderOfTheResourceItself() {
        assertThat(read(null, dropped("mine"), Map.of()).order()).isPresent();
    }

    /** Else a partition that is declared absent anew would be called dropped, and stay. */
    @Test
    void shouldNotReadAnOrderOfAnotherResource() {
        assertThat(read(null, dropped("other"), Map.of()).order()).isEmpty();
    }

    @Test
    void shouldReadAnIntentThatWasWrittenWithTheFinalizer() {
        Map<String, String> annotated = Map.of(MetadataKeys.CREATE_INTENT, Records.intentText("mine", INTENT));

        assertThat(read(null, null, annotated).intent()).contains(INTENT);
    }

    @Test
    void shouldNotReadAnIntentOfAnotherResource() {
        Map<String, String> annotated = Map.of(MetadataKeys.CREATE_INTENT, Records.intentText("other", INTENT));

        assertThat(read(null, null, annotated).intent()).isEmpty();
    }

    @Test
    void shouldReadAnIntentThatWasWrittenToTheStatus() {
        IntentStatus intent = new IntentStatus("mine", ENDPOINT, "101", "50", null, 2L);

        assertThat(read(new BindingStatus(null, null, null, null, null, null, intent), null, Map.of()))
                .isEqualTo(new Memory(Optional.empty(), Optional.of(INTENT), Optional.empty()));
    }

    @Test
    void shouldNotReadAnIntentOfAnotherResourceFromTheStatus() {
        IntentStatus intent = new IntentStatus("other", ENDPOINT, "101", "50", null, 2L);

        assertThat(read(binding("mine", intent), null, Map.of()).intent()).isEmpty();
    }
}
