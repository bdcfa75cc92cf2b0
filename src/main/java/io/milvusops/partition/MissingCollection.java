package io.milvusops.partition;

/**
 * What is said where not even the collection is there: of an absence a misspelt name looks like a fulfilled order, and
 * spec.collection cannot be corrected.
 */
final class MissingCollection {

    private MissingCollection() {}

    /** What follows the words that there is no partition. */
    static String cause(Situation situation) {
        String cause = situation.observation() instanceof Observation.NoSuchName ? ": " + notFound(situation) : "";
        return unfounded(situation) ? cause + "; if it is misspelt, declare the right one in another resource" : cause;
    }

    /** Why a partition that is wanted cannot be there. */
    static String wanted(Situation situation) {
        return notFound(situation) + "; create it"
                + (unfounded(situation)
                        ? ", or, if the name is misspelt, delete this resource and declare the right one in another"
                        : "");
    }

    private static String notFound(Situation situation) {
        CollectionAddress collection = situation.wish().address().collection();
        return "spec.collection " + collection.collection() + " was not found in database " + collection.database();
    }

    /** Whether nothing tells that the name was ever right. */
    static boolean unfounded(Situation situation) {
        return situation.observation() instanceof Observation.NoSuchName
                && situation.memory().binding().isEmpty()
                && situation.memory().openIntent().isEmpty();
    }
}
