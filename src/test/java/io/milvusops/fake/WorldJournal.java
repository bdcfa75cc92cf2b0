package io.milvusops.fake;

import io.milvusops.fake.WorldEvent.Hand;
import io.milvusops.fake.WorldEvent.Kind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells those who want to know what happens in the world, in the order in which it happens. */
public final class WorldJournal {

    private final List<Consumer<WorldEvent>> readers = new CopyOnWriteArrayList<>();

    WorldJournal() {}

    /** From now on that reader is told everything, while the world stands still: it must be quick. */
    public void tell(Consumer<WorldEvent> reader) {
        readers.add(reader);
    }

    void byClient(Kind kind, FakeCollection home, String partition, FakePartition what) {
        long now = System.nanoTime();
        tell(new WorldEvent(kind, Hand.CLIENT, home.name, partition, what.id, now, now));
    }

    void byCall(Kind kind, FakeCollection home, String partition, FakePartition what, long arrivedNanos) {
        tell(new WorldEvent(kind, Hand.CALL, home.name, partition, what.id, arrivedNanos, System.nanoTime()));
    }

    void listed(FakeCollection home, long arrivedNanos) {
        tell(new WorldEvent(Kind.LISTED, Hand.CALL, home.name, "", 0, arrivedNanos, System.nanoTime()));
    }

    private void tell(WorldEvent event) {
        readers.forEach(reader -> reader.accept(event));
    }
}
