package io.milvusops.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The people and pipelines that write partition resources. What the API server refuses has no effect. */
final class Users {

    private static final List<String> GUARDS = List.of(
            "{maxRows: 0}",
            "{maxRows: 60}",
            "{confirmation: Required}",
            "{confirmation: Required}",
            "{delay: 2s}",
            "{whenLoaded: Block}");

    private final List<Place> places;
    private final Resources resources;
    private final Chronicle chronicle;
    private final SoakClock clock;

    Users(List<Place> places, Resources resources, Chronicle chronicle, SoakClock clock) {
        this.places = places;
        this.resources = resources;
        this.chronicle = chronicle;
        this.clock = clock;
    }

    void perform(Act act) {
        Place place = places.get(act.place());
        String name = place.resource(act.slot());
        switch (act.kind()) {
            case APPLY -> apply(place, name, act);
            case APPLY_PLAINLY -> applyPlainly(place, name, act);
            case ENSURE_ABSENT -> spec(place, name, "\"ensure\":\"absent\"");
            case ENSURE_PRESENT -> spec(place, name, "\"ensure\":\"present\"");
            case DELETE -> delete(place, name);
            case RECREATE -> {
                delete(place, name);
                apply(place, name, act);
            }
            case RENAME -> rename(place, act);
            case FLIP_DELETION_POLICY ->
                spec(place, name, "\"deletionPolicy\":" + one(act, "\"Retain\"", "\"Retain\"", "\"Delete\"", "null"));
            case FLIP_ADOPTION_POLICY ->
                spec(place, name, "\"adoptionPolicy\":" + one(act, "\"Adopt\"", "\"Refuse\"", "null"));
            case PAUSE -> annotate(place, name, "paused", "true");
            case RESUME -> annotate(place, name, "paused", "false");
            case CONFIRM -> confirm(place, name, act);
            case ABANDON -> annotate(place, name, "abandon", "true");
            case ACCEPT_REPLACEMENT -> acceptReplacement(place, name);
            case GUARD -> spec(place, name, "\"dropGuard\":" + json(GUARDS.get(act.choice() % GUARDS.size())));
            case UNGUARD -> spec(place, name, "\"dropGuard\":null");
            case MEASURE -> annotate(place, name, "reconcile-requested-at", String.valueOf(act.choice()));
            default -> throw new IllegalArgumentException(act.kind().toString());
        }
    }

    private static String json(String flow) {
        return flow.replaceAll("([A-Za-z]\\w*)", "\"$1\"").replaceAll("(\\d+s)", "\"$1\"");
    }

    private static String one(Act act, String... choices) {
        return choices[act.choice() % choices.length];
    }

    private void apply(Place place, String name, Act act) {
        if (newest(place, name).isPresent()) {
            spec(place, name, fields(act));
        } else {
            create(
                    place,
                    name,
                    Place.collection(act.target()),
                    Place.partition(act.target()),
                    connection(act),
                    fields(act));
        }
    }

    private void create(
            Place place, String name, String collection, String partition, String connection, String fields) {
        written(() ->
                resources.create("""
                {"apiVersion": "milvusops.io/v1alpha1", "kind": "MilvusPartition",
                 "metadata": {"name": "%s", "namespace": "%s"},
                 "spec": {"connectionRef": %s, "collection": "%s", "partition": "%s", %s}}
                """.formatted(name, place.namespace(), connection, collection, partition, fields)));
    }

    /** One that owns a partition of its own and has nothing to wait for. */
    private void applyPlainly(Place place, String name, Act act) {
        String fields = "\"ensure\":\"present\",\"deletionPolicy\":\"Delete\",\"adoptionPolicy\":\"Adopt\"";
        if (newest(place, name).isPresent()) {
            spec(place, name, fields + ",\"dropGuard\":null");
            annotate(place, name, "paused", "false");
            annotate(place, name, "abandon", "false");
        } else {
            create(place, name, "film", "own_" + act.slot(), "{\"name\": \"default\"}", fields);
        }
    }

    private String connection(Act act) {
        int choice = act.choice() % 100;
        return choice < 12
                ? "{\"name\": \"default\", \"namespace\": \"" + places.get(0).namespace() + "\"}"
                : "{\"name\": \"" + Place.CONNECTIONS.get(choice < 30 ? 1 : 0) + "\"}";
    }

    private static String fields(Act act) {
        int choice = act.choice() / 100;
        return "\"ensure\":" + (choice % 10 < 2 ? "\"absent\"" : "\"present\"")
                + ",\"deletionPolicy\":"
                + List.of("null", "\"Delete\"", "\"Delete\"", "\"Delete\"", "\"Retain\"")
                        .get(choice / 10 % 5)
                + ",\"adoptionPolicy\":"
                + List.of("null", "\"Adopt\"", "\"Refuse\"").get(choice / 50 % 3)
                + ",\"onExternalDrop\":" + List.of("null", "null", "\"Report\"").get(choice / 150 % 3);
    }

    /** As a pipeline does after a rename in its repository: the new one is applied, the old one pruned. */
    private void rename(Place place, Act act) {
        String former = place.resource(act.slot());
        String later = place.resource((act.slot() + 1) % (Script.SLOTS + Script.DUELLISTS));
        newest(place, former).ifPresent(version -> {
            if (newest(place, later).isEmpty()) {
                create(place, later, version.collection(), version.partition(), connection(act), fields(act));
                delete(place, former);
            }
        });
    }

    private void confirm(Place place, String name, Act act) {
        newest(place, name)
                .flatMap(version -> version.bound()
                        .map(bound ->
                                bound.partitionId() + "." + (version.generation() - (act.choice() % 5 == 0 ? 1 : 0))))
                .ifPresent(value -> annotate(place, name, "confirm-drop", value));
    }

    private void acceptReplacement(Place place, String name) {
        newest(place, name)
                .flatMap(version -> place.world().find(version.collection(), version.partition()))
                .ifPresent(id -> annotate(place, name, "accept-replacement", String.valueOf(id)));
    }

    private Optional<Version> newest(Place place, String name) {
        return chronicle.resources().stream()
                .filter(life -> !life.over())
                .map(life -> life.newest().version())
                .filter(version -> version.key().equals(place.namespace() + "/" + name))
                .findFirst();
    }

    void annotate(Place place, String name, String annotation, String value) {
        written(() -> resources.merge(
                place.namespace(),
                name,
                "{\"metadata\":{\"annotations\":{\"milvusops.io/" + annotation + "\":\"" + value + "\"}}}"));
    }

    void spec(Place place, String name, String fields) {
        written(() -> resources.merge(place.namespace(), name, "{\"spec\":{" + fields + "}}"));
    }

    void delete(Place place, String name) {
        Resources.attempt(() -> resources.delete(place.namespace(), name), this::refused);
    }

    private void written(Supplier<JsonNode> write) {
        long sent = clock.now();
        Resources.attempt(() -> chronicle.written(new Version(write.get()), sent, clock.now()), this::refused);
    }

    private void refused(String why) {
        chronicle.note(clock.now(), "  refused: " + why);
    }
}
