package io.milvusops.gitops;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The scripts as a patch of Argo CD's ConfigMap. */
final class ArgoConfigMap {

    private static final String HEAD = """
            # Generated from resource_customizations/: change that, not this file, and run
            # mvn -DskipITs test -Dtest=ArgoCustomizationTest -Dargocd.write=true
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: argocd-cm
            data:
            """;

    private ArgoConfigMap() {}

    static String of(Path project) throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        for (State.Kind kind : State.Kind.values()) {
            ArgoCustomization scripts = new ArgoCustomization(project, kind.title());
            text.append(field(kind, "health")).append(indented(4, scripts.script("health.lua")));
            text.append(field(kind, "actions")).append(indented(4, actions(scripts)));
        }
        return text.toString();
    }

    private static String field(State.Kind kind, String what) {
        return "  resource.customizations." + what + ".milvusops.io_" + kind.title() + ": |\n";
    }

    private static String actions(ArgoCustomization scripts) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("discovery.lua: |\n" + indented(2, scripts.script("actions/discovery.lua")));
        lines.add("definitions:\n");
        for (String action : scripts.actionNames()) {
            lines.add("  - name: " + action + "\n    action.lua: |\n");
            lines.add(indented(6, scripts.script("actions/" + action + "/action.lua")));
        }
        return String.join("", lines);
    }

    private static String indented(int columns, String text) {
        return text.lines()
                .map(line -> line.isEmpty() ? "\n" : " ".repeat(columns) + line + "\n")
                .collect(Collectors.joining());
    }
}
