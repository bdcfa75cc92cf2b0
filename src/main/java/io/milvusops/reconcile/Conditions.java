package io.milvusops.reconcile;

import io.milvusops.api.Condition;
import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MilvusConnection;
import io.milvusops.api.MilvusConnectionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.partition.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Ready, Reconciling and Stalled from one reason. A transition time moves only with its condition's status. */
final class Conditions {

    static final String READY = "Ready";
    static final String RECONCILING = "Reconciling";
    static final String STALLED = "Stalled";

    private final List<Condition> before;
    private final Reason reason;
    private final Reason.Progress progress;
    private final String message;
    private final Long generation;
    private final String time;

    Conditions(
            List<Condition> before,
            Reason reason,
            Reason.Progress progress,
            String message,
            Long generation,
            String time) {
        this.before = before;
        this.reason = reason;
        this.progress = progress;
        this.message = message;
        this.generation = generation;
        this.time = time;
    }

    /** What the status says, nothing before the first look. */
    static List<Condition> of(MilvusPartition resource) {
        return Optional.ofNullable(resource.getStatus())
                .map(MilvusPartitionStatus::conditions)
                .orElse(List.of());
    }

    /** What the status says, nothing before the first look. */
    static List<Condition> of(MilvusConnection resource) {
        return Optional.ofNullable(resource.getStatus())
                .map(MilvusConnectionStatus::conditions)
                .orElse(List.of());
    }

    /** The one of this type. */
    static Optional<Condition> find(List<Condition> said, String type) {
        return said.stream().filter(condition -> type.equals(condition.type())).findFirst();
    }

    /** What the status says of being ready. */
    static Optional<Condition> ready(MilvusPartition resource) {
        return find(of(resource), READY);
    }

    /** Whether the status gives this reason for the present generation. */
    static boolean tells(MilvusPartition resource, Reason reason) {
        return ready(resource)
                .filter(ready -> reason.text().equals(ready.reason()))
                .filter(ready -> Objects.equals(
                        ready.observedGeneration(), resource.getMetadata().getGeneration()))
                .isPresent();
    }

    List<Condition> all() {
        ConditionStatus ready = switch (reason.readiness()) {
            case TRUE -> ConditionStatus.TRUE;
            case FALSE -> ConditionStatus.FALSE;
            case UNKNOWN -> ConditionStatus.UNKNOWN;
        };
        return List.of(
                condition(READY, ready, message),
                flag(RECONCILING, progress == Reason.Progress.RECONCILING),
                flag(STALLED, progress == Reason.Progress.STALLED));
    }

    /** Those three and one more, with a text of its own. */
    List<Condition> and(String type, boolean holds, String text) {
        List<Condition> three = all();
        ConditionStatus status = holds ? ConditionStatus.TRUE : ConditionStatus.FALSE;
        return List.of(three.get(0), three.get(1), three.get(2), condition(type, status, holds ? text : ""));
    }

    private Condition flag(String type, boolean holds) {
        return condition(type, holds ? ConditionStatus.TRUE : ConditionStatus.FALSE, holds ? message : "");
    }

    private Condition condition(String type, ConditionStatus status, String text) {
        String since = find(before, type)
                .filter(condition -> status == condition.status())
                .map(Condition::lastTransitionTime)
                .orElse(time);
        return new Condition(type, status, generation, since, reason.text(), text);
    }
}
