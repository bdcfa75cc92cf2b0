package io.milvusops.gitops;

import org.jspecify.annotations.Nullable;
import party.iroiro.luajava.Lua;
import party.iroiro.luajava.LuaException;
import party.iroiro.luajava.lua51.Lua51;

/** The original interpreter, written in C. */
final class PucLua implements LuaEngine {

    @Override
    public @Nullable Object run(String script, Object object) {
        try (Lua lua = new Lua51()) {
            lua.openLibrary("");
            LIBRARIES.forEach(lua::openLibrary);
            lua.run(OS_AS_IN_ARGO_CD);
            lua.push(object, Lua.Conversion.FULL);
            lua.setGlobal("obj");
            lua.load(script);
            lua.pCall(0, 1);
            return lua.toObject(-1);
        } catch (LuaException raised) {
            throw new ScriptException(raised.getMessage(), raised);
        }
    }

    @Override
    public String toString() {
        return "Lua 5.1";
    }
}
