package io.milvusops.ops;

import java.util.List;

/** The settings cannot be used. Says everything that is wrong with them, one problem a line. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    // An ArrayList or an immutable list of the JDK: both serializable, which the interface does not say.
    @SuppressWarnings("serial")
    private final List<String> problems;

    SettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** Each names the variable, the value that is wrong, and what is allowed. */
    public List<String> problems() {
        return problems;
    }
}
