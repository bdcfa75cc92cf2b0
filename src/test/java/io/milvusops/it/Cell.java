package io.milvusops.it;

import io.milvusops.faults.Moment;
import java.util.Locale;

/** One scenario, stopped at one moment. */
record Cell(Scenario scenario, Moment moment, Point point) {

    /** The name of the namespace and of the collection. */
    String name() {
        return toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    @Override
    public String toString() {
        return (scenario + " " + moment).toLowerCase(Locale.ROOT).replace('_', ' ') + " " + point;
    }
}
