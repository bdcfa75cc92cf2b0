package io.milvusops.it;

import java.util.Locale;

/** What a user changes when a write to Milvus is about to be sent, so that it must not be sent any more. */
enum Withdrawal {
    PAUSED {
        @Override
        void make(FaultStage faults, String name) {
            faults.stage.annotate(name, "novel", "paused", "true");
        }

        @Override
        void awaitHeeded(FaultStage faults, String name) {
            faults.stage.awaitReason(name, "novel", "Paused");
        }
    },
    CONNECTION_PAUSED {
        @Override
        void make(FaultStage faults, String name) {
            faults.stage.annotateConnection(name, "paused", "true");
        }

        @Override
        void awaitHeeded(FaultStage faults, String name) {
            faults.stage.awaitReason(name, "novel", "Paused");
        }
    },
    /** The lanes of the connection are closed by it, and are asked again when they are open. */
    NOT_ALLOWED {
        @Override
        void make(FaultStage faults, String name) {
            String more = ", allowedTargets: [{partition: other}]";
            faults.stage.apply(Stage.connection(name, faults.milvus.uri(), more));
        }

        @Override
        void awaitHeeded(FaultStage faults, String name) {
            faults.stage.awaitReason(name, "novel", "NotAllowed");
        }
    },
    RETAINED {
        @Override
        void make(FaultStage faults, String name) {
            faults.stage.apply(Stage.partition(name, "novel", "novel", ", deletionPolicy: Retain"));
        }

        @Override
        void awaitHeeded(FaultStage faults, String name) {
            faults.stage.awaitGone(name, "novel");
        }
    },
    ABANDONED {
        @Override
        void make(FaultStage faults, String name) {
            faults.stage.annotate(name, "novel", "abandon", "true");
        }

        @Override
        void awaitHeeded(FaultStage faults, String name) {
            faults.stage.awaitGone(name, "novel");
        }
    },
    /** Not a word of this is on the resource whose drop it stops. */
    CLAIMED {
        @Override
        void make(FaultStage faults, String name) {
            faults.stage.apply(Stage.partition(name, "other", "novel", ""));
        }

        @Override
        void awaitHeeded(FaultStage faults, String name) {
            faults.stage.awaitGone(name, "novel");
            faults.stage.awaitReason(name, "other", "Present");
        }
    },
    UNCONFIRMED {
        @Override
        void make(FaultStage faults, String name) {
            faults.stage.apply(Stage.partition(name, "novel", "novel", ", dropGuard: {confirmation: Required}"));
        }

        @Override
        void awaitHeeded(FaultStage faults, String name) {
            faults.stage.awaitReason(name, "novel", "ConfirmationRequired");
        }
    },
    WANTED_AGAIN {
        @Override
        void make(FaultStage faults, String name) {
            faults.stage.apply(Stage.partition(name, "novel", "novel", ", ensure: present"));
        }

        @Override
        void awaitHeeded(FaultStage faults, String name) {
            faults.stage.awaitReason(name, "novel", "Present");
        }
    },
    DELETED {
        @Override
        void make(FaultStage faults, String name) {
            faults.stage.delete(name, "novel");
        }

        @Override
        void awaitHeeded(FaultStage faults, String name) {
            faults.stage.awaitGone(name, "novel");
        }
    },
    DECLARED_ABSENT {
        @Override
        void make(FaultStage faults, String name) {
            faults.stage.apply(Stage.partition(name, "novel", "novel", ", ensure: absent"));
        }

        @Override
        void awaitHeeded(FaultStage faults, String name) {
            faults.stage.awaitReason(name, "novel", "Absent");
        }
    };

    abstract void make(FaultStage faults, String name);

    /** Waits until the resources tell that it was heeded. */
    abstract void awaitHeeded(FaultStage faults, String name);

    /** Such as a namespace and a collection may have. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace("_", "");
    }
}
