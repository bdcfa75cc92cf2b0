package io.milvusops.it;

import io.milvusops.faults.Moment;
import io.milvusops.faults.PartitionWrite;
import io.milvusops.faults.Stop;

/** Where a scenario is stopped: at one call of the operator to one of its servers. */
sealed interface Point {

    Stop set(FaultStage faults, String name, Moment moment);

    /** Whether it is that write, in the namespace of that name. */
    default boolean meets(PartitionWrite write, String name) {
        return false;
    }

    /** A call to Milvus. */
    record Call(String method) implements Point {
        @Override
        public Stop set(FaultStage faults, String name, Moment moment) {
            return faults.milvus.stop(moment, call -> call.is(method, name));
        }

        @Override
        public String toString() {
            return method;
        }
    }

    /** The list that proves the outcome of the drop. */
    record Proof() implements Point {
        @Override
        public Stop set(FaultStage faults, String name, Moment moment) {
            return faults.milvus.stop(
                    moment,
                    call -> call.is("ShowPartitions", name)
                            && !faults.milvus
                                    .log()
                                    .carriedOut("DropPartition", name)
                                    .isEmpty());
        }

        @Override
        public String toString() {
            return "proof";
        }
    }

    /** A write to a resource. */
    record Write(PartitionWrite.Kind kind, String resource) implements Point {
        @Override
        public Stop set(FaultStage faults, String name, Moment moment) {
            return faults.apiServer.stop(moment, write -> meets(write, name));
        }

        @Override
        public boolean meets(PartitionWrite write, String name) {
            return write.is(kind, name, resource);
        }

        @Override
        public String toString() {
            return kind + " of " + resource;
        }
    }
}
