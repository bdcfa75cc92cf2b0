package io.milvusops.it;

import io.fabric8.kubernetes.client.dsl.Resource;
import io.milvusops.api.MilvusConnection;
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
    /** Deleted again while nobody was there to see it. */
    CREATE_DELETED(Fate.UNDONE) {
        @Override
        void order(FaultStage faults, String name) {
            CREATE.order(faults, name);
        }

        @Override
        void meanwhile(FaultStage faults, String name) {
            faults.stage.delete(name, "novel");
        }

        @Override
        boolean done(FaultStage faults, String name) {
            return DROP.done(faults, name);
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
        }

        @Override
        void awaitPrepared(FaultStage faults, String name) {
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
        }

        @Override
        void awaitPrepared(FaultStage faults, String name) {
            DROP.awaitPrepared(faults, name);
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
    /** The last moment to keep the data: before the drop was sent, while nobody was there to send it. */
    DROP_RETAINED(Fate.RETAINED) {
        @Override
        void prepare(FaultStage faults, String name) {
            DROP.prepare(faults, name);
        }

        @Override
        void awaitPrepared(FaultStage faults, String name) {
            DROP.awaitPrepared(faults, name);
        }

        @Override
        void order(FaultStage faults, String name) {
            DROP.order(faults, name);
        }

        @Override
        void meanwhile(FaultStage faults, String name) {
            apply(faults, name, "novel", ", deletionPolicy: Retain");
        }

        @Override
        boolean done(FaultStage faults, String name) {
            return DROP.done(faults, name);
        }
    },
    /** In the order in which the drop is left without its connection, were that not held. */
    DROP_WITH_CONNECTION(Fate.DROPPED) {
        @Override
        void prepare(FaultStage faults, String name) {
            DROP.prepare(faults, name);
        }

        @Override
        void awaitPrepared(FaultStage faults, String name) {
            DROP.awaitPrepared(faults, name);
        }

        @Override
        void order(FaultStage faults, String name) {
            connection(faults, name).delete();
            DROP.order(faults, name);
        }

        @Override
        boolean done(FaultStage faults, String name) {
            return DROP.done(faults, name) && connection(faults, name).get() == null;
        }
    },
    HAND_OVER(Fate.KEPT) {
        @Override
        void prepare(FaultStage faults, String name) {
            apply(faults, name, "first", "");
        }

        @Override
        void awaitPrepared(FaultStage faults, String name) {
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
    },
    /** Wanted again while nobody was there to see it, and before the drop was sent. */
    ABSENT_TAKEN_BACK(Fate.KEPT) {
        @Override
        void prepare(FaultStage faults, String name) {
            ABSENT.prepare(faults, name);
        }

        @Override
        void order(FaultStage faults, String name) {
            ABSENT.order(faults, name);
        }

        @Override
        void meanwhile(FaultStage faults, String name) {
            apply(faults, name, "novel", ", ensure: present");
        }

        @Override
        boolean done(FaultStage faults, String name) {
            return ADOPT.done(faults, name);
        }
    };

    /** What becomes of the partition novel. */
    private enum Fate {
        /** A resource has it in the end. */
        KEPT,
        /** Left behind by a resource that is gone. */
        RETAINED,
        DROPPED,
        /** Dropped, if it was made at all. */
        UNDONE
    }

    private final Fate fate;

    Scenario(Fate fate) {
        this.fate = fate;
    }

    /**
     * Long enough for calls that wait for the test's word. A create is given 35 s whatever the timeout is: where it is
     * that call that waits, the timeout is so short that the two can be told apart.
     */
    String requestTimeout() {
        return this == CREATE || this == CREATE_DELETED ? "2s" : "20s";
    }

    /** Makes the world as it is before the order, or has it made. */
    void prepare(FaultStage faults, String name) {}

    /** Waits until that world is made. */
    void awaitPrepared(FaultStage faults, String name) {}

    abstract void order(FaultStage faults, String name);

    /** What users do while the operator is dead. */
    void meanwhile(FaultStage faults, String name) {}

    /** Whether the resources tell that the order was carried out, and none waits any more. */
    abstract boolean done(FaultStage faults, String name);

    /** The partitions that must be there in the end, beside the bystander. */
    Set<String> left() {
        return fate == Fate.KEPT || fate == Fate.RETAINED ? Set.of("novel") : Set.of();
    }

    /** How many resources have a partition on record in the end. */
    int holders() {
        return fate == Fate.KEPT ? 1 : 0;
    }

    /** The drops that the server must have carried out in the end, neither more nor fewer. */
    List<String> drops(FaultStage faults, String name) {
        return switch (fate) {
            case KEPT, RETAINED -> List.of();
            case DROPPED -> List.of("novel");
            case UNDONE -> faults.milvus.log().carriedOut("CreatePartition", name);
        };
    }

    private static void apply(FaultStage faults, String name, String resource, String more) {
        faults.stage.apply(Stage.partition(name, resource, "novel", more));
    }

    private static Resource<MilvusConnection> connection(FaultStage faults, String name) {
        return faults.stage
                .user
                .resources(MilvusConnection.class)
                .inNamespace(name)
                .withName("default");
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
