package io.milvusops.lane;

import io.milvusops.lane.Inbox.Batch;
import io.milvusops.partition.CollectionAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of one lane: each gets an answer, whatever becomes of the others. Thread-safe. */
final class Replies {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

    private final CollectionAddress address;
    private final LaneEvents events;

    Replies(CollectionAddress address, LaneEvents events) {
        this.address = address;
        this.events = events;
    }

    /** One listener's defect must not keep the others from their outcome: they would wait for it for ever. */
    void finished(Request.Write write, Outcome outcome) {
        try {
            events.finished(address, write.uid(), outcome);
        } catch (RuntimeException defect) {
            LOG.atError().setCause(defect).addKeyValue("uid", write.uid()).log("an outcome could not be told");
        }
    }

    void measured(String partition, Measurement measurement) {
        events.measured(address, partition, measurement);
    }

    /** The same outcome for all writes, and its reason for all measurements. */
    void refused(Batch batch, Outcome.Refused refused) {
        batch.writes().forEach(write -> finished(write, refused));
        Measurement unmeasured = new Measurement.Failed(refused.reason(), refused.message());
        batch.measured().forEach(request -> measured(request.partition(), unmeasured));
    }
}
