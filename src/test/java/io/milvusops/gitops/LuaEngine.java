package io.milvusops.gitops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An interpreter of Lua 5.1 with the libraries that Argo CD gives to a script, and no others. */
interface LuaEngine {

    /** Two of different origin. */
    List<LuaEngine> ALL = List.of(new Luaj(), new PucLua());

    /** The libraries that are opened before {@link #OS_AS_IN_ARGO_CD} runs. */
    List<String> LIBRARIES = List.of("package", "table", "os");

    /** Argo CD has no global os: a script must require it, and finds the time only. Here it is always {@link #NOW}. */
    String OS_AS_IN_ARGO_CD = """
            local date = os.date
            os = nil
            package.loaded.os = nil
            package.preload.os = function()
              return {
                time = function() return 1767225600 end,
                date = function(format) return date(format, 1767225600) end,
              }
            end
            """;

    /** The time that scripts are told. */
    String NOW = "2026-01-01T00:00:00Z";

    /**
     * Runs the script with the global variable obj.
     *
     * @param object maps, lists, text, numbers and truth values
     * @return what the script returns, of the same types; a list is a map whose keys are numbers
     * @throws ScriptException if the script raises an error
     */
    @Nullable
    Object run(String script, Object object);

    /** An error that a script raised, with its text. */
    final class ScriptException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ScriptException(@Nullable String message, Throwable cause) {
            super(message, cause);
        }
    }
}
