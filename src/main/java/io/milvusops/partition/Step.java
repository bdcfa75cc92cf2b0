package io.milvusops.partition;

import java.time.Instant;
import java.util.Optional;

/** The one thing to do next; the world is looked at again afterwards. */
public sealed interface Step {

    /** Nothing: an event, a poll or a change will wake the resource. */
    record Rest() implements Step {}

    /** Record the plan's memory in the status, then plan again. */
    record Remember() implements Step {}

    /** Ask the lane for a list that begins now. */
    record Look() implements Step {}

    /** Ask that collection's lane for a list, and the server for its word on the name that the list before lacks. */
    record Verify(CollectionAddress collection) implements Step {}

    /** Find out, by its id, whether a collection lives on under another name. */
    record Locate(long collectionId) implements Step {}

    /** Ask the API server whether the kind is being deleted. */
    record AskKind() implements Step {}

    /** Record the intent, then plan again: on the word of a record that was just written the creation is sent. */
    record Intend(Intent intent) implements Step {}

    /** Create the partition. */
    record Create() implements Step {}

    /** Record that the order was seen and is held back, until a user acts or that moment has come. */
    record Await(Optional<Instant> until) implements Step {}

    /** Count the order in the budget of its connection, then plan again. */
    record Reserve() implements Step {}

    /** Record the attempt to drop exactly this incarnation. */
    record Arm(Incarnation incarnation) implements Step {}

    /** Drop exactly this incarnation, at the name under which the snapshot's collection is known now. */
    record Drop(Incarnation incarnation, CollectionAddress collection) implements Step {}

    /** Take our finalizer off. */
    record LetGo() implements Step {}
}
