package io.milvusops.soak;

import java.util.List;

/** Who owns the connections. */
final class Administrators {

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
        switch (act.kind()) {
            case PAUSE_CONNECTION -> pause(place, "true");
            case RESUME_CONNECTION -> {
                create(place);
                pause(place, "false");
            }
            case NARROW_TARGETS ->
                spec(
                        place,
                        "{\"allowedTargets\":[{\"database\":\"*\",\"collection\":\"*\",\"partition\":\"p"
                                + act.choice() % 3 + "\"}]}");
            case WIDEN_TARGETS -> spec(place, "{\"allowedTargets\":null}");
            case CHANGE_DEFAULTS ->
                spec(
                        place,
                        "{\"defaults\":"
                                + List.of(
                                                "null",
                                                "{\"deletionPolicy\":\"Retain\"}",
                                                "null",
                                                "{\"adoptionPolicy\":\"Refuse\"}")
                                        .get(act.choice() % 4)
                                + "}");
            case BUDGET_CONNECTION ->
                spec(place, "{\"dropBudget\":{\"limit\":" + (1 + act.choice() % 3) + ",\"window\":\"1m\"}}");
            case UNBUDGET_CONNECTION -> spec(place, "{\"dropBudget\":null}");
            case EDIT_CONNECTION -> spec(place, "{\"maxConcurrentRequests\":" + (2 + act.choice() % 6) + "}");
            case RECREATE_CONNECTION -> {
                delete(place);
                create(place);
            }
            default -> throw new IllegalArgumentException(act.kind().toString());
        }
    }

    void create(Place place) {
        Resources.attempt(
                () -> resources.create(
                        """
                {"apiVersion": "milvusops.io/v1alpha1", "kind": "MilvusConnection",
                 "metadata": {"name": "default", "namespace": "%s"},
                 "spec": {"uri": "%s", "pollInterval": "1s", "requestTimeout": "2s",
                          "allowedNamespaces": {"from": "All"}}}
                """.formatted(place.namespace(), place.milvus().uri())),
                this::refused);
    }

    private void delete(Place place) {
        Resources.attempt(() -> resources.deleteConnection(place.namespace(), "default"), this::refused);
    }

    /** Takes back whatever holds a partition of that connection. */
    void settle(Place place) {
        create(place);
        pause(place, "false");
        spec(place, "{\"allowedTargets\":null,\"dropBudget\":null}");
    }

    private void pause(Place place, String value) {
        merge(place, "{\"metadata\":{\"annotations\":{\"milvusops.io/paused\":\"" + value + "\"}}}");
    }

    private void spec(Place place, String fields) {
        merge(place, "{\"spec\":" + fields + "}");
    }

    private void merge(Place place, String patch) {
        Resources.attempt(() -> resources.mergeConnection(place.namespace(), "default", patch), this::refused);
    }

    private void refused(String why) {
        chronicle.note(clock.now(), "  refused: " + why);
    }
}
