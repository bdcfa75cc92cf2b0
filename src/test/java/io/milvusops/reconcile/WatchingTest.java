package io.milvusops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.milvusops.api.ConnectionKey;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusPartition;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class WatchingTest {

    private static final ConnectionKey KEY = new ConnectionKey("search", "default");

    @SuppressWarnings("unchecked") // a mock knows no type arguments
    private final InformerEventSource<MilvusConnection, MilvusPartition> source = mock(InformerEventSource.class);

    private final Watching watching = new Watching();
    private final ConnectionLookup lookup = new ConnectionLookup(source, watching);

    @Test
    void shouldTellThatAConnectionIsNotThereWhileItWatches() {
        when(source.get(any())).thenReturn(Optional.empty());

        assertThat(lookup.apply(KEY)).isEmpty();
    }

    /** A cache that is being given up shows less and less. */
    @Test
    void shouldNotTellThatAConnectionIsNotThereWhenTheWatchesMayHaveEnded() {
        when(source.get(any())).thenAnswer(reading -> {
            watching.end();
            return Optional.empty();
        });

        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> lookup.apply(KEY));
    }
}
