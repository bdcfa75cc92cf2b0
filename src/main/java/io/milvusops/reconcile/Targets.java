package io.milvusops.reconcile;

import io.milvusops.api.AllowedTarget;
import io.milvusops.partition.PartitionAddress;
import java.util.List;
import java.util.regex.Pattern;
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
        return glob == null || regex(glob).matcher(name).matches();
    }

    private static Pattern regex(String glob) {
        StringBuilder regex = new StringBuilder();
        glob.chars().forEach(symbol -> {
            switch (symbol) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(symbol)));
            }
        });
        return Pattern.compile(regex.toString());
    }
}
