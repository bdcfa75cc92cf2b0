package io.milvusops.it;

import io.milvusops.fake.Fault;
import io.milvusops.fake.Rpc;
import java.util.Locale;

/** Why the drop of a deletion waits, what a user is told to do about it, and doing that. */
enum Hold {
    PAUSED("Paused", "", "milvusops.io/paused") {
        @Override
        void begin(HeldWorld world) {
            world.annotate("paused", "true");
            world.delete();
        }

        @Override
        void end(HeldWorld world) {
            world.annotate("paused", "false");
        }
    },
    CONNECTION_PAUSED("Paused", "", "milvusops.io/paused") {
        @Override
        void begin(HeldWorld world) {
            world.stage.annotateConnection(world.owner(), "paused", "true");
            world.delete();
        }

        @Override
        void end(HeldWorld world) {
            world.stage.annotateConnection(world.owner(), "paused", "false");
        }
    },
    UNCONFIRMED("ConfirmationRequired", ", dropGuard: {confirmation: Required}", "milvusops.io/confirm-drop") {
        @Override
        void begin(HeldWorld world) {
            world.delete();
        }

        @Override
        void end(HeldWorld world) {
            long generation = world.resource().getMetadata().getGeneration();
            world.annotate("confirm-drop", world.id() + "." + generation);
        }
    },
    DELAYED("DelayPending", ", dropGuard: {delay: 1h}", "milvusops.io/abandon") {
        @Override
        void begin(HeldWorld world) {
            world.delete();
        }

        @Override
        void end(HeldWorld world) {
            world.order(", dropGuard: {delay: 0s}");
        }
    },
    ROWS("RowsPresent", ", dropGuard: {maxRows: 0}", "maxRows") {
        @Override
        void begin(HeldWorld world) {
            world.milvus.world().insert("default", world.name, "novel", 3);
            world.delete();
        }

        @Override
        void end(HeldWorld world) {
            world.order(", dropGuard: {maxRows: 3}");
        }
    },
    LOADED("PartitionLoaded", ", dropGuard: {whenLoaded: Block}", "spec.dropGuard.whenLoaded") {
        @Override
        void begin(HeldWorld world) {
            world.milvus.world().load("default", world.name, "novel");
            world.delete();
        }

        @Override
        void end(HeldWorld world) {
            world.milvus.world().release("default", world.name, "novel");
            world.annotate("reconcile-requested-at", "now");
        }
    },
    REPLACED("PartitionReplaced", "", "milvusops.io/accept-replacement") {
        @Override
        void begin(HeldWorld world) {
            PAUSED.begin(world);
            world.milvus.world().replacePartition("default", world.name, "novel");
            PAUSED.end(world);
        }

        @Override
        void end(HeldWorld world) {
            world.annotate("accept-replacement", Long.toString(world.id()));
        }
    },
    MOVED("EndpointChanged", "", "milvusops.io/accept-endpoint") {
        @Override
        void begin(HeldWorld world) {
            world.connect(world.elsewhere.uri(), HeldWorld.ANY_NAMESPACE);
            world.delete();
        }

        @Override
        void end(HeldWorld world) {
            world.connect(world.milvus.uri(), HeldWorld.ANY_NAMESPACE);
        }
    },
    ANOTHER_NAMESPACE("NotAllowed", "", "spec.allowedNamespaces") {
        @Override
        void begin(HeldWorld world) {
            world.connect(world.milvus.uri(), ", allowedNamespaces: {from: Same}");
            world.delete();
        }

        @Override
        void end(HeldWorld world) {
            world.connect(world.milvus.uri(), HeldWorld.ANY_NAMESPACE);
        }
    },
    UNLABELLED_NAMESPACE("NotAllowed", "", "spec.allowedNamespaces") {
        @Override
        void begin(HeldWorld world) {
            String selected = ", allowedNamespaces: {from: Selector, selector: {matchLabels: {team: books}}}";
            world.connect(world.milvus.uri(), selected);
            world.label("films");
            world.await("NotAllowed");
            world.delete();
        }

        @Override
        void end(HeldWorld world) {
            world.label("books");
        }
    },
    ANOTHER_TARGET("NotAllowed", "", "spec.allowedTargets") {
        @Override
        void begin(HeldWorld world) {
            world.connect(world.milvus.uri(), HeldWorld.ANY_NAMESPACE + ", allowedTargets: [{partition: other}]");
            world.delete();
        }

        @Override
        void end(HeldWorld world) {
            world.connect(world.milvus.uri(), HeldWorld.ANY_NAMESPACE);
        }
    },
    WITHOUT_PRIVILEGE("PermissionDenied", "", "grant") {
        @Override
        void begin(HeldWorld world) {
            world.milvus.always(Rpc.SHOW_PARTITIONS, Fault.permissionDenied());
            world.delete();
        }

        @Override
        void end(HeldWorld world) {
            world.milvus.heal();
        }
    },
    WITHOUT_SECRET("CredentialsUnavailable", "", "create it") {
        @Override
        void begin(HeldWorld world) {
            world.connect(world.milvus.uri(), HeldWorld.ANY_NAMESPACE + ", credentialsSecretRef: {name: missing}");
            world.delete();
        }

        @Override
        void end(HeldWorld world) {
            world.connect(world.milvus.uri(), HeldWorld.ANY_NAMESPACE);
        }
    },
    WITHOUT_CONNECTION("ConnectionNotFound", "", "create it") {
        @Override
        void begin(HeldWorld world) {
            world.loseConnection();
            world.await("ConnectionNotFound");
            world.delete();
        }

        @Override
        void end(HeldWorld world) {
            world.connect(world.milvus.uri(), HeldWorld.ANY_NAMESPACE);
        }
    };

    final String reason;
    final String more;
    final String exit;

    Hold(String reason, String more, String exit) {
        this.reason = reason;
        this.more = more;
        this.exit = exit;
    }

    /** Deletes the resource, and lets its drop wait. */
    abstract void begin(HeldWorld world);

    /** Does what the user was told. */
    abstract void end(HeldWorld world);

    /** A world in which it has not begun. */
    HeldWorld world(Stage stage) {
        return new HeldWorld(stage, name().toLowerCase(Locale.ROOT).replace("_", ""), HeldWorld.ANY_NAMESPACE, more);
    }
}
