package io.milvusops.reconcile;

import io.milvusops.api.AllowedTarget;
import io.milvusops.partition.PartitionAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which partitions a connection allows: unset means all, else at least one entry must fit. */
final class Targets {

    private Targets() {}

    static boolean allow(@Nullable List<AllowedTarget> targets, PartitionAddress address) {
        return targets == null
                || targets.stream()
                        .anyMatch(target ->
                                fits(target.database(), address.collection().database())
                                        && fits(
                                                target.collection(),
                                                address.collection().collection())
                                        && fits(target.partition(), address.partition()));
    }

    private static boolean fits(@Nullable String glob, String name) {
        return glob == null || matches(glob, name);
    }

    /**
     * Nothing is compiled, and a mismatch takes back the last asterisk only: an entry with many of them must not cost
     * more than its length times that of the name.
     */
    private static boolean matches(String glob, String name) {
        int at = 0;
        int next = 0;
        int asterisk = -1;
        int taken = 0;
        while (next < name.length()) {
            if (at < glob.length() && glob.charAt(at) == '*') {
                asterisk = at++;
                taken = next;
            } else if (at < glob.length() && (glob.charAt(at) == '?' || glob.charAt(at) == name.charAt(next))) {
                at++;
                next++;
            } else if (asterisk >= 0) {
                at = asterisk + 1;
                next = ++taken;
            } else {
                return false;
            }
        }
        return glob.substring(at).chars().allMatch(symbol -> symbol == '*');
    }
}
