package io.milvusops.gitops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;
import org.luaj.vm2.lib.jse.JseBaseLib;
import org.luaj.vm2.lib.jse.JseOsLib;

/** An interpreter written in Java. */
final class Luaj implements LuaEngine {

    @Override
    public @Nullable Object run(String script, Object object) {
        Globals globals = new Globals();
        List.of(new JseBaseLib(), new PackageLib(), new TableLib(), new JseOsLib())
                .forEach(globals::load);
        LoadState.install(globals);
        LuaC.install(globals);
        globals.load(OS_AS_IN_ARGO_CD).call();
        globals.set("obj", toLua(object));
        try {
            return toJava(globals.load(script, "script").call());
        } catch (LuaError raised) {
            throw new ScriptException(withoutPlace(raised), raised);
        }
    }

    /** This interpreter names the place of an error also where the script asks for none, as level 0 does. */
    private static String withoutPlace(LuaError raised) {
        return raised.getMessageObject().tojstring().replaceFirst("^script:\\d+ ", "");
    }

    private static LuaValue toLua(Object value) {
        if (value instanceof Map<?, ?> map) {
            LuaTable table = new LuaTable();
            map.forEach((key, field) -> table.set(key.toString(), toLua(field)));
            return table;
        }
        if (value instanceof List<?> list) {
            return LuaValue.listOf(list.stream().map(Luaj::toLua).toArray(LuaValue[]::new));
        }
        if (value instanceof Number number) {
            return LuaValue.valueOf(number.doubleValue());
        }
        return value instanceof Boolean flag ? LuaValue.valueOf(flag) : LuaValue.valueOf(value.toString());
    }

    private static @Nullable Object toJava(LuaValue value) {
        if (value instanceof LuaTable table) {
            Map<Object, @Nullable Object> map = new LinkedHashMap<>();
            for (LuaValue key : table.keys()) {
                map.put(key.isnumber() ? key.todouble() : key.tojstring(), toJava(table.get(key)));
            }
            return map;
        }
        if (value.isnil()) {
            return null;
        }
        if (value.isboolean()) {
            return value.toboolean();
        }
        return value.type() == LuaValue.TNUMBER ? (Object) value.todouble() : value.tojstring();
    }

    @Override
    public String toString() {
        return "luaj";
    }
}
