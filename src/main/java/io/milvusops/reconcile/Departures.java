package io.milvusops.reconcile;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Resources that went while their drop was under way, because somebody took the finalizer off. The drop goes by the
 * name, so the claim of such a resource stays for as long as its call may still take effect: nobody creates a partition
 * that it would hit. Thread-safe.
 */
final class Departures {

    private final Claims claims;
    private final Flights flights;
    private final Set<String> departed = ConcurrentHashMap.newKeySet();

    Departures(Claims claims, Flights flights) {
        this.claims = claims;
        this.flights = flights;
    }

    /** The resource is gone; returns the uids of those whose standing may have changed. */
    Set<String> gone(String uid) {
        if (flights.mayTakeEffect(uid) && claims.leaveAttempt(uid)) {
            departed.add(uid);
            return Set.of();
        }
        return claims.remove(uid);
    }

    /** Ends the claims whose calls can do nothing any more; whoever waits for them asks again by itself. */
    void settle() {
        departed.removeIf(uid -> {
            boolean over = !flights.mayTakeEffect(uid);
            if (over) {
                claims.remove(uid);
                flights.forget(uid);
            }
            return over;
        });
    }

    /** Forgets what is under way for a resource that is gone, unless others have to wait for it. */
    void forget(String uid) {
        if (!departed.contains(uid)) {
            flights.forget(uid);
        }
    }
}
