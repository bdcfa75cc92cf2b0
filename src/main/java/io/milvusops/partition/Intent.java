package io.milvusops.partition;

import java.util.OptionalLong;

/**
 * Written on the object before a create is sent, so that a crash between create and record never makes our own
 * creation look foreign.
 *
 * @param fingerprint the collection it is for
 * @param newestCreation the newest creation time in a list that did not show the name
 * @param replaces the bound partition id that was found lost, empty for a first creation: an intent is open only
 *     while the binding still names exactly that id, so that an old intent cannot claim a later stranger
 */
public record Intent(String endpoint, long fingerprint, long newestCreation, OptionalLong replaces) {

    /** Whether it still waits for its creation to be recorded. */
    boolean openFor(Memory memory) {
        OptionalLong bound = memory.binding()
                .map(binding -> OptionalLong.of(binding.incarnation().partitionId()))
                .orElseGet(OptionalLong::empty);
        return bound.equals(replaces);
    }

    /** Whether the entry is the creation that was intended. */
    boolean explains(Snapshot snapshot, Entry entry) {
        return snapshot.address().endpoint().equals(endpoint)
                && snapshot.listing().fingerprint() == fingerprint
                && entry.createdAt() > newestCreation;
    }
}
