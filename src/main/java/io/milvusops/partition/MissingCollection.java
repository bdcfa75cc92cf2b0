package io.milvusops.partition;

/** What is said of an absence whose collection is not there either: a misspelt name looks like a fulfilled order. */
final class MissingCollection {

    private MissingCollection() {}

    /** What follows the words that there is no partition. */
    static String cause(Situation situation) {
        CollectionAddress collection = situation.wish().address().collection();
        String cause = situation.observation() instanceof Observation.NoSuchName
                ? ": spec.collection " + collection.collection() + " was not found in database " + collection.database()
                : "";
        return unfounded(situation) ? cause + "; if it is misspelt, declare the right one in another resource" : cause;
    }

    /** Whether nothing tells that the name was ever right. */
    static boolean unfounded(Situation situation) {
        return situation.observation() instanceof Observation.NoSuchName
                && situation.memory().binding().isEmpty()
                && situation.memory().openIntent().isEmpty();
    }
}
