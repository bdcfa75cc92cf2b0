package io.milvusops.lane;

/** A lane's turn in the queue of its server: work before drift polls, then first come, first served. */
record Turn(Priority priority, long sequence, Runnable work) implements Runnable, Comparable<Turn> {

    enum Priority {
        WORK,
        POLL
    }

    @Override
    public void run() {
        work.run();
    }

    @Override
    public int compareTo(Turn other) {
        int byPriority = priority.compareTo(other.priority);
        return byPriority != 0 ? byPriority : Long.compare(sequence, other.sequence);
    }
}
