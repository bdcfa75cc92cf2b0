package io.milvusops.ops;

import java.util.List;

/** All that is wrong with the settings, one line each. */
public final class SettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    SettingsException(List<String> problems) {
        super("wrong settings:\n  " + String.join("\n  ", problems));
    }
}
