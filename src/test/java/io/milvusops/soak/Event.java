package io.milvusops.soak;

import io.milvusops.fake.WorldEvent;

/**
 * What happened on a fake server.
 *
 * @param arrived when its call arrived
 * @param at when it took effect
 */
record Event(String endpoint, WorldEvent what, long arrived, long at) {

    boolean is(WorldEvent.Kind kind, WorldEvent.Hand hand) {
        return what.kind() == kind && what.hand() == hand;
    }

    boolean about(String otherEndpoint, long partitionId) {
        return endpoint.equals(otherEndpoint) && what.partitionId() == partitionId;
    }

    String told() {
        return what.kind() + " by " + what.hand() + ": " + what.collection() + "/" + what.partition() + " id "
                + what.partitionId() + " at " + endpoint
                + (arrived == at ? "" : ", arrived " + SoakClock.text(arrived));
    }
}
