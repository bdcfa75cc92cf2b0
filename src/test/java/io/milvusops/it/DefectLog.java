package io.milvusops.it;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What the operator's log tells of defects of the operator. Whatever fails outside of it is a warning: an error that it
 * logs itself, such as a pass or a lane's turn that failed, is a mistake of its own, also when the next try heals it.
 */
public final class DefectLog {

    /** The moment, the level, and a logger of the operator, shortened or not. */
    private static final Pattern DEFECT = Pattern.compile("\\S+ ERROR +(i|io)\\.(m|milvusops)\\..*");

    private DefectLog() {}

    /** The lines that tell of one, in their order. */
    public static List<String> in(String log) {
        return log.lines().filter(line -> DEFECT.matcher(line).matches()).toList();
    }
}
