package io.milvusops.soak;

import java.util.List;
import java.util.Optional;

/** The resources that want one partition present, whoever else wants it gone. */
final class Claimants {

    /** After that time a list has told which collection has a name now. */
    private static final long RENAMING = 4_000;

    private final Chronicle chronicle;

    Claimants(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    /** One that wanted it at that moment beyond doubt. */
    Optional<Version> of(Event drop, long partitionId, long moment) {
        return chronicle.resources().stream()
                .map(life -> life.during(moment, moment))
                .filter(versions -> !versions.isEmpty())
                .filter(versions -> versions.stream().allMatch(version -> wants(version, drop, partitionId, moment)))
                .filter(versions -> certain(versions, moment))
                .map(versions -> versions.get(0))
                .findFirst();
    }

    /** The resource was there for certain: it neither began nor ended about that moment. */
    private boolean certain(List<Version> versions, long moment) {
        return chronicle.resources().stream()
                .filter(life ->
                        life.newest().version().uid().equals(versions.get(0).uid()))
                .anyMatch(life -> life.all().get(0).known() <= moment && life.ended() > moment);
    }

    private boolean wants(Version version, Event drop, long partitionId, long moment) {
        List<Terms> terms = chronicle.terms(version.connection(), moment, moment);
        return version.wantsPresent()
                && terms.stream().allMatch(held -> held.allow(version))
                && (version.boundTo(drop.endpoint(), partitionId) || names(version, drop, terms));
    }

    private boolean names(Version version, Event drop, List<Terms> terms) {
        return !chronicle.renamedBetween(drop.endpoint(), drop.arrived() - RENAMING, drop.at())
                && version.collection().equals(drop.what().collection())
                && version.partition().equals(drop.what().partition())
                && terms.stream().allMatch(held -> held.uri().equals(drop.endpoint()));
    }
}
