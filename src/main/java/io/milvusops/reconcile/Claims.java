package io.milvusops.reconcile;

import io.milvusops.partition.Binding;
import io.milvusops.partition.CollectionAddress;
import io.milvusops.partition.Incarnation;
import io.milvusops.partition.PartitionAddress;
import io.milvusops.partition.Standing;
import io.milvusops.partition.Whereabouts;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who owns a partition: two hash indexes, by name and by recorded ids, over all resources. Thread-safe. A change
 * touches only the buckets of the resource that changed.
 *
 * <p>The ids count whatever the address under which they were recorded: two addresses may lead to one server, and
 * servers draw their ids from the time of day, so that two of them do not give the same ones.
 */
final class Claims {

    /** The bound owner, else the oldest, else the lowest uid: the same answer whoever asks. */
    private static final Comparator<Claim> PRECEDENCE = Comparator.comparing(
                    (Claim claim) -> claim.binding().isEmpty())
            .thenComparing(Claim::created)
            .thenComparing(Claim::uid);

    private final Predicate<String> called;
    private final Function<String, OptionalLong> settled;
    private final Map<String, Claim> byUid = new HashMap<>();
    private final Map<PartitionAddress, Set<String>> byAddress = new HashMap<>();
    private final Map<Incarnation, Set<String>> byPartition = new HashMap<>();

    /**
     * @param called whether a call of the resource of that uid was sent, and nobody has seen what it did
     * @param settled after which monotonic instant such a call can do nothing any more, empty while that is not known
     */
    Claims(Predicate<String> called, Function<String, OptionalLong> settled) {
        this.called = called;
        this.settled = settled;
    }

    /** Records a claim, and returns the uids of the others whose standing may have changed. */
    synchronized Set<String> put(Claim claim) {
        Claim before = byUid.get(claim.uid());
        if (claim.equals(before)) {
            return Set.of();
        }
        Set<String> touched = before == null ? new LinkedHashSet<>() : unindex(before);
        byUid.put(claim.uid(), claim);
        claim.addresses()
                .forEach(address -> byAddress
                        .computeIfAbsent(address, first -> new LinkedHashSet<>())
                        .add(claim.uid()));
        key(claim)
                .ifPresent(key -> byPartition
                        .computeIfAbsent(key, partition -> new LinkedHashSet<>())
                        .add(claim.uid()));
        peers(claim).map(Claim::uid).forEach(touched::add);
        touched.remove(claim.uid());
        return touched;
    }

    /** Forgets a resource that is gone, and returns the uids of those whose standing may have changed. */
    synchronized Set<String> remove(String uid) {
        Claim claim = byUid.get(uid);
        if (claim == null) {
            return Set.of();
        }
        Set<String> touched = unindex(claim);
        byUid.remove(uid);
        touched.remove(uid);
        return touched;
    }

    /** Keeps of a resource that is gone only that its drop may still take effect; false when none was attempted. */
    synchronized boolean leaveAttempt(String uid) {
        Claim claim = byUid.get(uid);
        if (claim == null || claim.attempted().isEmpty()) {
            return false;
        }
        put(new Claim(
                uid,
                claim.resource(),
                claim.named(),
                claim.addresses(),
                Optional.empty(),
                claim.attempted(),
                claim.created(),
                Claim.Demand.LEAVING,
                Claim.Hold.OPEN));
        return true;
    }

    /**
     * Where the resource stands; alone when it has made no claim.
     *
     * @param whereabouts of the partition that it has recorded
     */
    synchronized Standing standing(String uid, Whereabouts whereabouts) {
        Claim claim = byUid.get(uid);
        if (claim == null) {
            return Standing.Owner.ALONE;
        }
        return claim.wantsPresent() ? wanting(claim, whereabouts) : givingUp(claim, whereabouts);
    }

    private Standing wanting(Claim claim, Whereabouts whereabouts) {
        Claim first = Stream.concat(
                        Stream.of(claim),
                        peers(claim).filter(Claim::wantsPresent).filter(peer -> rival(peer, claim, whereabouts)))
                .min(PRECEDENCE)
                .orElse(claim);
        if (!first.uid().equals(claim.uid())) {
            return new Standing.Claimed(first.resource());
        }
        return new Standing.Owner(
                peers(claim)
                        .filter(peer -> !peer.wantsPresent())
                        .flatMap(peer -> peer.binding().stream())
                        .map(left -> new Standing.Inheritance(left.incarnation(), left.origin()))
                        .toList(),
                peers(claim).flatMap(this::attempt).toList());
    }

    /**
     * Whether both want one partition. Who names a collection that is another one by now leaves what it has recorded,
     * and is served there: whoever has recorded the same does not come before it.
     */
    private static boolean rival(Claim peer, Claim claim, Whereabouts whereabouts) {
        return peer.addresses().contains(claim.named())
                || whereabouts.mayBeIn(claim.named().collection());
    }

    /** Who has recorded the same ids comes first, then who names the place where the partition may be. */
    private Standing givingUp(Claim claim, Whereabouts whereabouts) {
        Predicate<Claim> bound =
                peer -> claim.binding().isPresent() && key(peer).equals(key(claim));
        return peers(claim)
                .filter(Claim::wantsPresent)
                .filter(bound.or(peer -> names(peer, claim, whereabouts)))
                .min(Comparator.comparing((Claim peer) -> !bound.test(peer)).thenComparing(PRECEDENCE))
                .map(heir -> heir(heir, claim, whereabouts))
                .orElseGet(() -> new Standing.Owner(List.of(), attempts(claim)));
    }

    /**
     * What others may still be dropping, and are to be waited for: of two that have recorded it and sent nothing, one
     * goes first.
     */
    private List<Standing.Attempt> attempts(Claim claim) {
        return peers(claim)
                .filter(peer -> peer.attempted().isPresent() && peer.attempted().equals(key(claim)))
                .filter(peer -> claim.attempted().isEmpty()
                        || called.test(peer.uid())
                        || peer.uid().compareTo(claim.uid()) < 0)
                .flatMap(this::attempt)
                .toList();
    }

    private Stream<Standing.Attempt> attempt(Claim peer) {
        return peer.attempted().stream()
                .map(incarnation -> new Standing.Attempt(peer.resource(), incarnation, settled.apply(peer.uid())));
    }

    private static boolean names(Claim peer, Claim claim, Whereabouts whereabouts) {
        return peer.addresses().stream()
                .filter(claim.addresses()::contains)
                .anyMatch(shared -> whereabouts.mayBeIn(shared.collection()));
    }

    private static Standing heir(Claim heir, Claim claim, Whereabouts whereabouts) {
        boolean taken = heir.hold() == Claim.Hold.SECURED && served(heir, claim, whereabouts);
        return new Standing.Heir(heir.resource(), taken ? key(heir) : Optional.empty());
    }

    /** Whether what both have recorded was seen where the heir's name leads: else it may be about to leave it. */
    private static boolean served(Claim heir, Claim claim, Whereabouts whereabouts) {
        CollectionAddress named = heir.named().collection();
        String endpoint = claim.named().collection().endpoint();
        boolean there = named.endpoint().equals(endpoint)
                || heir.binding().map(Binding::endpoint).equals(Optional.of(named.endpoint()));
        return there && whereabouts.isIn(new CollectionAddress(endpoint, named.database(), named.collection()));
    }

    private Stream<Claim> peers(Claim claim) {
        Set<String> uids = new LinkedHashSet<>();
        claim.addresses().forEach(address -> uids.addAll(byAddress.getOrDefault(address, Set.of())));
        key(claim).ifPresent(key -> uids.addAll(byPartition.getOrDefault(key, Set.of())));
        uids.remove(claim.uid());
        return uids.stream().flatMap(uid -> Optional.ofNullable(byUid.get(uid)).stream());
    }

    private Set<String> unindex(Claim claim) {
        Set<String> touched = new LinkedHashSet<>();
        peers(claim).map(Claim::uid).forEach(touched::add);
        claim.addresses().forEach(address -> take(byAddress, address, claim.uid()));
        key(claim).ifPresent(key -> take(byPartition, key, claim.uid()));
        return touched;
    }

    private static <K> void take(Map<K, Set<String>> index, K key, String uid) {
        index.computeIfPresent(key, (same, uids) -> {
            uids.remove(uid);
            return uids.isEmpty() ? null : uids;
        });
    }

    private static Optional<Incarnation> key(Claim claim) {
        return claim.binding().map(Binding::incarnation);
    }
}
