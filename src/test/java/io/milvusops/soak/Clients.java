package io.milvusops.soak;

import io.milvusops.fake.FakeWorld;
import java.util.List;
import java.util.Optional;

/** Other clients of the Milvus servers. What cannot be done is not done. */
final class Clients {

    private final List<Place> places;
    private final Chronicle chronicle;
    private final RowHistory rows;
    private final SoakClock clock;

    Clients(List<Place> places, Chronicle chronicle, RowHistory rows, SoakClock clock) {
        this.places = places;
        this.chronicle = chronicle;
        this.rows = rows;
        this.clock = clock;
    }

    void perform(Act act) {
        Place place = places.get(act.place());
        Act.Target target = act.target();
        switch (act.kind()) {
            case MOVE_ALIAS -> moveAlias(place, Place.COLLECTIONS.get(act.choice() % 2));
            case RENAME_COLLECTION -> rename(place);
            case DROP_COLLECTION -> dropCollection(place);
            case CREATE_COLLECTION -> createCollections(place);
            default ->
                onPartition(
                        act,
                        place,
                        named(act, place).orElse(new Spot(Place.collection(target), Place.partition(target))));
        }
    }

    private record Spot(String collection, String partition) {}

    /** Mostly the partition that a resource names: there the interesting things happen. */
    private Optional<Spot> named(Act act, Place place) {
        return chronicle.resources().stream()
                .filter(life -> !life.over() && act.choice() % 4 != 0)
                .map(life -> life.newest().version())
                .filter(version -> version.key().equals(place.namespace() + "/" + place.resource(act.slot())))
                .map(version -> new Spot(version.collection(), version.partition()))
                .findFirst();
    }

    private void onPartition(Act act, Place place, Spot spot) {
        FakeWorld world = place.milvus().world();
        World now = place.world();
        if (!now.hasCollection(spot.collection())) {
            return;
        }
        boolean there = now.find(spot.collection(), spot.partition()).isPresent();
        if (act.kind() == Act.Kind.CREATE_PARTITION) {
            world.addPartition(Place.DATABASE, spot.collection(), spot.partition());
        } else if (there) {
            onExisting(act, place, spot);
        }
    }

    private void onExisting(Act act, Place place, Spot spot) {
        FakeWorld world = place.milvus().world();
        switch (act.kind()) {
            case DROP_PARTITION -> world.removePartition(Place.DATABASE, spot.collection(), spot.partition());
            case REPLACE_PARTITION -> world.replacePartition(Place.DATABASE, spot.collection(), spot.partition());
            case LOAD_PARTITION -> world.load(Place.DATABASE, spot.collection(), spot.partition());
            case RELEASE_PARTITION -> world.release(Place.DATABASE, spot.collection(), spot.partition());
            case SET_ROWS -> setRows(place, spot, act.choice() % 3 * 50L);
            default -> throw new IllegalArgumentException(act.kind().toString());
        }
    }

    private void setRows(Place place, Spot spot, long count) {
        place.milvus()
                .world()
                .partitionId(Place.DATABASE, spot.collection(), spot.partition())
                .ifPresent(id -> {
                    place.milvus().world().setRows(Place.DATABASE, spot.collection(), spot.partition(), count);
                    rows.set(place.milvus().uri(), id, count, clock.now());
                });
    }

    /** Gives the partition that a resource names so many rows. */
    void fill(Place place, Version named, long count) {
        ifThere(() -> setRows(place, new Spot(named.collection(), named.partition()), count));
    }

    void load(Place place, Version named) {
        ifThere(() -> place.milvus().world().load(Place.DATABASE, named.collection(), named.partition()));
    }

    void release(Place place, Version named) {
        ifThere(() -> place.milvus().world().release(Place.DATABASE, named.collection(), named.partition()));
    }

    /** Somebody else may have taken away what is meant. */
    private static void ifThere(Runnable act) {
        try {
            act.run();
        } catch (IllegalArgumentException gone) {
            return;
        }
    }

    private static void moveAlias(Place place, String collection) {
        if (place.world().hasCollection(collection)) {
            place.milvus().world().pointAlias(Place.DATABASE, "alias", collection);
        }
    }

    /** There and back again. */
    private void rename(Place place) {
        boolean there = place.world().hasCollection("book");
        boolean moved = place.world().hasCollection("book_moved");
        if (there != moved) {
            chronicle.renamed(place.milvus().uri(), clock.now());
            place.milvus()
                    .world()
                    .renameCollection(Place.DATABASE, there ? "book" : "book_moved", there ? "book_moved" : "book");
            chronicle.renamed(place.milvus().uri(), clock.now());
        }
    }

    private static void dropCollection(Place place) {
        if (place.world().hasCollection("film")) {
            place.milvus().world().dropCollection(Place.DATABASE, "film");
        }
    }

    /** Makes what is missing; a renamed collection may be missed and come twice. */
    void createCollections(Place place) {
        for (String collection : Place.COLLECTIONS.subList(0, 2)) {
            if (!place.world().hasCollection(collection)) {
                place.milvus().world().addCollection(Place.DATABASE, collection);
            }
        }
        if (!place.world().isAlias("alias")) {
            moveAlias(place, "film");
        }
    }
}
