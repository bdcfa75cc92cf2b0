package io.milvusops.partition;

import java.util.OptionalLong;

/**
 * Written on the object before a create is sent, so that a crash between create and record never makes our own
 * creation look foreign.
 *
 * @param collectionId the collection it is for, by which it is found under another name
 * @param fingerprint the same as its list tells it
 * @param newestCreation the newest creation time in a list that did not show the name
 * @param replaces the bound partition id that was found lost, empty for a first creation: an intent is open only
 *     while the binding still names exactly that id, so that an old intent cannot claim a later stranger
 * @param generation the resource's generation that wanted the partition; a later order that was fulfilled closes it, as
 *     does any whose drop was attempted
 */
public record Intent(
        String endpoint,
        long collectionId,
        long fingerprint,
        long newestCreation,
        OptionalLong replaces,
        long generation) {

    /** Whether it still waits for its creation to be recorded. */
    public boolean openFor(Memory memory) {
        return !closed(memory) && isOf(memory);
    }

    /** No drop is recorded before it is known what became of a creation: what is there beside it came to nothing. */
    private boolean closed(Memory memory) {
        return memory.attempted()
                || memory.order()
                        .filter(order -> order.fulfilled() && order.generation() > generation)
                        .isPresent();
    }

    private boolean isOf(Memory memory) {
        OptionalLong bound = memory.binding()
                .map(binding -> OptionalLong.of(binding.incarnation().partitionId()))
                .orElseGet(OptionalLong::empty);
        return bound.equals(replaces);
    }

    /** Whether the list is of the collection that it is for, by that one's own name: an alias may move. */
    public boolean isFor(Snapshot snapshot) {
        return snapshot.collection().id() == collectionId && !snapshot.byAlias();
    }

    /** Whether the entry is the creation that was intended, and not the very partition that was thought lost. */
    public boolean explains(Snapshot snapshot, Entry entry) {
        return snapshot.address().endpoint().equals(endpoint)
                && isFor(snapshot)
                && snapshot.listing().fingerprint() == fingerprint
                && entry.createdAt() > newestCreation
                && !replaces.equals(OptionalLong.of(entry.id()));
    }
}
