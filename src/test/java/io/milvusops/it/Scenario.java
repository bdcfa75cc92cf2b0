package io.milvusops.it;

import io.milvusops.api.MilvusPartition;
import io.milvusops.api.MilvusPartitionStatus;
import io.milvusops.api.Origin;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What users order, from the world it needs to the world it must lead to, whatever dies in between. Each run has a
 * namespace and a collection of its own, both of the same name.
 */
enum Scenario {
    CREATE(Fate.KEPT) {
        @Override
        void order(FaultStage faults, String name) {
            apply(faults, name, "novel", ", adoptionPolicy: Refuse");
        }

        @Override
        boolean done(FaultStage faults, String name) {
            return bound(faults, name, "novel", Origin.CREATED);
        }
    },
    ADOPT(Fate.KEPT) {
        @Override
        void prepare(FaultStage faults, String name) {
            faults.stage.client.createPartition(name, "novel");
        }

        @Override
        void order(FaultStage faults, String name) {
            apply(faults, name, "novel", "");
        }

        @Override
        boolean done(FaultStage faults, String name) {
            return bound(faults, name, "novel", Origin.ADOPTED);
        }
    },
    DROP(Fate.DROPPED) {
        @Override
        void prepare(FaultStage faults, String name) {
            apply(faults, name, "novel", "");
            faults.stage.awaitReason(name, "novel", "Present");
        }

        @Override
        void order(FaultStage faults, String name) {
            faults.stage.delete(name, "novel");
        }

        @Override
        boolean done(FaultStage faults, String name) {
            return faults.stage.get(name, "novel").isEmpty();
        }
    },
    DROP_LOADED(Fate.DROPPED) {
        @Override
        void prepare(FaultStage faults, String name) {
            DROP.prepare(faults, name);
            faults.stage.client.load(name, "novel");
        }

        @Override
        void order(FaultStage faults, String name) {
            DROP.order(faults, name);
        }

        @Override
        boolean done(FaultStage faults, String name) {
            return DROP.done(faults, name);
        }
    },
    HAND_OVER(Fate.KEPT) {
        @Override
        void prepare(FaultStage faults, String name) {
            apply(faults, name, "first", "");
            faults.stage.awaitReason(name, "first", "Present");
            apply(faults, name, "second", ", adoptionPolicy: Refuse");
            faults.stage.awaitReason(name, "second", "ClaimedByOther");
        }

        @Override
        void order(FaultStage faults, String name) {
            faults.stage.delete(name, "first");
        }

        @Override
        boolean done(FaultStage faults, String name) {
            return faults.stage.get(name, "first").isEmpty() && bound(faults, name, "second", Origin.CREATED);
        }
    },
    ABSENT(Fate.DROPPED) {
        @Override
        void prepare(FaultStage faults, String name) {
            faults.stage.client.createPartition(name, "novel");
        }

        @Override
        void order(FaultStage faults, String name) {
            apply(faults, name, "novel", ", ensure: absent");
        }

        @Override
        boolean done(FaultStage faults, String name) {
            return faults.stage.reason(name, "novel").equals("Dropped")
                    && faults.stage
                            .get(name, "novel")
                            .filter(resource -> resource.getFinalizers().isEmpty())
                            .isPresent();
        }
    };

    /** What becomes of the partition novel. */
    private enum Fate {
        KEPT,
        DROPPED
    }

    private final Fate fate;

    Scenario(Fate fate) {
        this.fate = fate;
    }

    /** Makes the world as it is before the order. */
    void prepare(FaultStage faults, String name) {}

    abstract void order(FaultStage faults, String name);

    /** Whether the resources tell that the order was carried out, and none waits any more. */
    abstract boolean done(FaultStage faults, String name);

    /** The partitions that must be there in the end, beside the bystander. */
    Set<String> left() {
        return fate == Fate.KEPT ? Set.of("novel") : Set.of();
    }

    /** The drops that the server must have carried out in the end, neither more nor fewer. */
    List<String> drops() {
        return fate == Fate.DROPPED ? List.of("novel") : List.of();
    }

    private static void apply(FaultStage faults, String name, String resource, String more) {
        faults.stage.apply(Stage.partition(name, resource, "novel", more));
    }

    private static boolean bound(FaultStage faults, String name, String resource, Origin origin) {
        return faults.stage.reason(name, resource).equals("Present")
                && faults.stage
                        .get(name, resource)
                        .filter(held -> !held.getFinalizers().isEmpty())
                        .map(MilvusPartition::getStatus)
                        .map(MilvusPartitionStatus::binding)
                        .flatMap(binding -> Optional.ofNullable(binding.origin()))
                        .filter(origin::equals)
                        .isPresent();
    }
}
