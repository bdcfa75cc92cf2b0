package io.milvusops.soak;

/** How often a drop was right only because of the window, and by how much at most. */
final class WindowUse {

    /** The operator's own versions are known a little late: that is no use of the window. */
    private static final long NOTHING = 100;

    private int withdrawn;
    private long longestWithdrawn;
    private int replaced;
    private long longestReplaced;

    void withdrawn(long before) {
        if (before > NOTHING) {
            withdrawn++;
            longestWithdrawn = Math.max(longestWithdrawn, before);
        }
    }

    void replaced(long before) {
        replaced++;
        longestReplaced = Math.max(longestReplaced, before);
    }

    @Override
    public String toString() {
        return "order withdrawn on the way to the drop " + withdrawn + " (longest " + longestWithdrawn
                + " ms), replaced between list and drop " + replaced + " (longest " + longestReplaced + " ms)";
    }
}
