package io.milvusops.soak;

import java.util.List;

/** Who owns the connections. */
final class Administrators {

    private static final List<String> DEFAULTS =
            List.of("null", "{\"deletionPolicy\":\"Retain\"}", "null", "{\"adoptionPolicy\":\"Refuse\"}");

    private final List<Place> places;
    private final Resources resources;
    private final Chronicle chronicle;
    private final SoakClock clock;

    Administrators(List<Place> places, Resources resources, Chronicle chronicle, SoakClock clock) {
        this.places = places;
        this.resources = resources;
        this.chronicle = chronicle;
        this.clock = clock;
    }

    void perform(Act act) {
        Place place = places.get(act.place());
        String one = Place.CONNECTIONS.get(act.choice() % 3 == 0 ? 1 : 0);
        switch (act.kind()) {
            case PAUSE_CONNECTION -> pause(place, one, "true");
            case RESUME_CONNECTION -> {
                create(place);
                Place.CONNECTIONS.forEach(name -> pause(place, name, "false"));
            }
            case NARROW_TARGETS -> narrow(place, one, act);
            case WIDEN_TARGETS -> both(place, "{\"allowedTargets\":null}");
            case CHANGE_DEFAULTS ->
                spec(place, one, "{\"defaults\":" + DEFAULTS.get(act.choice() / 3 % DEFAULTS.size()) + "}");
            case BUDGET_CONNECTION ->
                spec(place, one, "{\"dropBudget\":{\"limit\":" + (1 + act.choice() % 4) + ",\"window\":\"1m\"}}");
            case UNBUDGET_CONNECTION -> both(place, "{\"dropBudget\":null}");
            case EDIT_CONNECTION -> spec(place, one, "{\"maxConcurrentRequests\":" + (2 + act.choice() / 3 % 6) + "}");
            case MOVE_CONNECTION ->
                move(
                        place,
                        places.get((act.place() + 1) % places.size()).milvus().uri());
            case MOVE_CONNECTION_BACK -> move(place, place.milvus().uri());
            case RECREATE_CONNECTION -> {
                delete(place);
                create(place);
            }
            default -> throw new IllegalArgumentException(act.kind().toString());
        }
    }

    void create(Place place) {
        Place.CONNECTIONS.forEach(name -> create(place, name, place.milvus().uri()));
    }

    private void create(Place place, String name, String uri) {
        Resources.attempt(() -> resources.create("""
                {"apiVersion": "milvusops.io/v1alpha1", "kind": "MilvusConnection",
                 "metadata": {"name": "%s", "namespace": "%s"},
                 "spec": {"uri": "%s", "pollInterval": "1s", "requestTimeout": "2s",
                          "allowedNamespaces": {"from": "All"}}}
                """.formatted(name, place.namespace(), uri)), this::refused);
    }

    private void delete(Place place) {
        Resources.attempt(() -> resources.deleteConnection(place.namespace(), Place.CONNECTIONS.get(0)), this::refused);
    }

    /** What was recorded at the former address is given up, as an administrator does who has moved for good. */
    private void move(Place place, String uri) {
        String second = Place.CONNECTIONS.get(1);
        spec(place, second, "{\"uri\":\"" + uri + "\"}");
        merge(place, second, "{\"metadata\":{\"annotations\":{\"milvusops.io/accept-endpoint\":\"" + uri + "\"}}}");
    }

    private void narrow(Place place, String name, Act act) {
        spec(
                place,
                name,
                "{\"allowedTargets\":[{\"database\":\"*\",\"collection\":\"*\",\"partition\":\"p" + act.choice() / 3 % 3
                        + "\"}]}");
    }

    /** One drop a minute through each of the connections. */
    void limit(Place place) {
        both(place, "{\"dropBudget\":{\"limit\":1,\"window\":\"1m\"}}");
    }

    /** Takes back whatever holds a partition of that connection. */
    void settle(Place place) {
        create(place);
        move(place, place.milvus().uri());
        Place.CONNECTIONS.forEach(name -> pause(place, name, "false"));
        both(place, "{\"allowedTargets\":null,\"dropBudget\":null}");
    }

    private void pause(Place place, String name, String value) {
        merge(place, name, "{\"metadata\":{\"annotations\":{\"milvusops.io/paused\":\"" + value + "\"}}}");
    }

    private void both(Place place, String fields) {
        Place.CONNECTIONS.forEach(name -> spec(place, name, fields));
    }

    private void spec(Place place, String name, String fields) {
        merge(place, name, "{\"spec\":" + fields + "}");
    }

    private void merge(Place place, String name, String patch) {
        Resources.attempt(() -> resources.mergeConnection(place.namespace(), name, patch), this::refused);
    }

    private void refused(String why) {
        chronicle.note(clock.now(), "  refused: " + why);
    }
}
