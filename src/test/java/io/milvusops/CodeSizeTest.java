package io.milvusops;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A class or method that one cannot take in at once is two: the limits are low so that they are met early. */
class CodeSizeTest {

    private static final int LINES_OF_A_CLASS = 200;
    private static final int LINES_OF_A_METHOD = 30;

    @Test
    void shouldKeepClassesAndMethodsSmall() throws IOException {
        List<String> tooLong = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            List<Path> paths =
                    sources.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(paths));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Measurement(unit, positions, tooLong).scan(unit, null);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    private static final class Measurement extends TreeScanner<@Nullable Void, @Nullable Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> tooLong;
        private final List<String> lines;

        Measurement(CompilationUnitTree unit, SourcePositions positions, List<String> tooLong) throws IOException {
            this.unit = unit;
            this.positions = positions;
            this.tooLong = tooLong;
            this.lines =
                    unit.getSourceFile().getCharContent(true).toString().lines().toList();
            check(unit.getSourceFile().getName(), codeLines(lines), LINES_OF_A_CLASS);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            if (method.getBody() != null) {
                LineMap map = unit.getLineMap();
                int first = (int) map.getLineNumber(positions.getStartPosition(unit, method.getBody()));
                int last = (int) map.getLineNumber(positions.getEndPosition(unit, method.getBody()));
                if (last - first > 1) {
                    check(
                            unit.getSourceFile().getName() + " " + method.getName(),
                            codeLines(lines.subList(first, last - 1)),
                            LINES_OF_A_METHOD);
                }
            }
            return super.visitMethod(method, null);
        }

        private void check(String what, long length, int limit) {
            if (length > limit) {
                tooLong.add(what + " has " + length + " lines of code, " + limit + " are allowed");
            }
        }

        private static long codeLines(List<String> lines) {
            return lines.stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.matches("(//|/?\\*|import ).*"))
                    .count();
        }
    }
}
