package io.milvusops.reconcile;

import io.milvusops.api.Condition;
import io.milvusops.api.ConditionStatus;
import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.partition.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ready, Reconciling and Stalled from one reason. A transition time moves only with its condition's status. */
final class Conditions {

    private final List<Condition> before;
    private final Reason reason;
    private final Reason.Progress progress;
    private final String message;
    private final Long generation;
    private final String time;

    Conditions(
            @Nullable List<Condition> before,
            Reason reason,
            Reason.Progress progress,
            String message,
            Long generation,
            String time) {
        this.before = Objects.requireNonNullElse(before, List.of());
        this.reason = reason;
        this.progress = progress;
        this.message = message;
        this.generation = generation;
        this.time = time;
    }

    /** What the status says of being ready. */
    static Optional<Condition> ready(MilvusPartition resource) {
        return Optional.ofNullable(resource.getStatus()).map(MilvusPartitionStatus::conditions).stream()
                .flatMap(List::stream)
                .filter(condition -> "Ready".equals(condition.type()))
                .findFirst();
    }

    List<Condition> all() {
        ConditionStatus ready = switch (reason.readiness()) {
            case TRUE -> ConditionStatus.TRUE;
            case FALSE -> ConditionStatus.FALSE;
            case UNKNOWN -> ConditionStatus.UNKNOWN;
        };
        return List.of(
                condition("Ready", ready, message),
                flag("Reconciling", progress == Reason.Progress.RECONCILING),
                flag("Stalled", progress == Reason.Progress.STALLED));
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
        String since = before.stream()
                .filter(condition -> type.equals(condition.type()) && status == condition.status())
                .map(Condition::lastTransitionTime)
                .findFirst()
                .orElse(time);
        return new Condition(type, status, generation, since, reason.text(), text);
    }
}
