package io.milvusops.soak;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What users order when everything is at rest: each of some partitions is guarded and dropped, so that the gate holds
 * it. Then they take the way out that the reason names, instead of taking the guard away, and the drop must go on.
 */
final class LastOrders {

    private static final List<String> GUARDS = List.of(
            "{\"confirmation\":\"Required\"}",
            "{\"maxRows\":0}",
            "{\"delay\":\"2s\"}",
            "{\"whenLoaded\":\"Block\"}",
            "{\"confirmation\":\"Required\",\"maxRows\":0,\"whenLoaded\":\"Block\"}");

    private static final long ROWS = 50;

    /** So many orders in a place with a budget: the first is carried out, the second waits for the next window. */
    private static final int BUDGETED = 2;

    private final List<Place> places;
    private final Users users;
    private final Clients clients;
    private final Set<String> ordered = new HashSet<>();
    private String limited = "";

    LastOrders(List<Place> places, Users users, Clients clients) {
        this.places = places;
        this.users = users;
        this.clients = clients;
    }

    int given() {
        return ordered.size();
    }

    /** The place from which most is to be ordered through one connection: there the drops get a budget. */
    Place limited(Situation situation) {
        Place busiest = Collections.max(
                places,
                Comparator.comparingLong(place ->
                        present(situation).filter(through(connection(place))).count()));
        limited = connection(busiest);
        return busiest;
    }

    private static String connection(Place place) {
        return place.namespace() + "/" + Place.CONNECTIONS.get(0);
    }

    private static Predicate<Version> through(String connection) {
        return version -> version.connection().equals(connection);
    }

    private static Stream<Version> present(Situation situation) {
        return situation.resources().stream().filter(version -> version.reason().equals("Present"));
    }

    /** Guards and deletes whatever is there and has nothing to wait for. */
    void give(Situation situation) {
        present(situation)
                .filter(version -> situation.terms(version).budget().isEmpty())
                .forEach(version -> server(situation, version)
                        .ifPresent(server -> order(server, version, GUARDS.get(ordered.size() % GUARDS.size()))));
        present(situation)
                .filter(through(limited))
                .limit(BUDGETED)
                .forEach(version -> server(situation, version).ifPresent(server -> order(server, version, "null")));
    }

    private void order(Place server, Version version, String guard) {
        if (guard.contains("maxRows")) {
            clients.fill(server, version, ROWS);
        }
        if (guard.contains("whenLoaded")) {
            clients.load(server, version);
        }
        users.spec(home(version), version.name(), "\"deletionPolicy\":\"Delete\",\"dropGuard\":" + guard);
        users.delete(home(version), version.name());
        ordered.add(version.uid());
    }

    /** Where its connection leads. */
    private Optional<Place> server(Situation situation, Version version) {
        return places.stream()
                .filter(place ->
                        place.milvus().uri().equals(situation.terms(version).uri()))
                .findFirst();
    }

    private Place home(Version version) {
        return places.stream()
                .filter(place -> place.namespace().equals(version.namespace()))
                .findFirst()
                .orElseThrow();
    }

    /** What holds them now, as their reasons tell, and how many each. */
    Map<String, Long> holding(Situation situation) {
        return waiting(situation).stream()
                .collect(Collectors.groupingBy(Version::reason, TreeMap::new, Collectors.counting()));
    }

    /** Whether each of them waits for one of the users. */
    boolean held(Situation situation) {
        return waiting(situation).stream().noneMatch(version -> version.reason().equals("Dropping"));
    }

    /** Whether all of them were carried out. */
    boolean done(Situation situation) {
        return waiting(situation).isEmpty();
    }

    private List<Version> waiting(Situation situation) {
        return situation.resources().stream()
                .filter(version -> ordered.contains(version.uid()))
                .toList();
    }

    /** Opens the gates that hold what is waiting now. */
    void open(Situation situation) {
        waiting(situation).forEach(version -> server(situation, version).ifPresent(server -> open(server, version)));
    }

    private void open(Place server, Version version) {
        switch (version.reason()) {
            case "ConfirmationRequired" -> confirm(version);
            case "RowsPresent" -> clients.fill(server, version, 0);
            case "PartitionLoaded" -> clients.release(server, version);
            default -> {}
        }
    }

    private void confirm(Version version) {
        version.confirmation()
                .filter(value -> !value.equals(version.annotation("confirm-drop")))
                .ifPresent(value -> users.annotate(home(version), version.name(), "confirm-drop", value));
    }
}
