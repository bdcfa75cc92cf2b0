package io.milvusops.soak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What happened to a resource and its partition before something that must not be: enough to look for the defect. */
final class Story {

    private static final long BEFORE = 60_000;
    private static final int LOG_LINES = 60;

    private record Line(long at, String text) {}

    private final Chronicle chronicle;
    private final Finding finding;

    Story(Chronicle chronicle, Finding finding) {
        this.chronicle = chronicle;
        this.finding = finding;
    }

    /** Told with the lines of the operator's log that name the resources. */
    String tell(String log) {
        List<Line> lines = new ArrayList<>();
        addVersions(lines);
        addEvents(lines);
        long from = finding.at() - BEFORE;
        chronicle.notes().stream()
                .filter(note -> note.at() >= from && note.at() <= finding.at() + 1_000)
                .forEach(note -> lines.add(new Line(note.at(), note.text())));
        String story = lines.stream()
                .sorted(Comparator.comparingLong(Line::at))
                .map(line -> SoakClock.text(line.at()) + " " + line.text())
                .collect(Collectors.joining("\n"));
        return "*** " + finding.kind() + " at " + SoakClock.text(finding.at()) + ": " + finding.text() + "\n" + story
                + "\nthe operator's log:\n" + logLines(log);
    }

    private void addVersions(List<Line> lines) {
        chronicle.resources().stream()
                .filter(life -> finding.concern()
                        .uids()
                        .contains(life.newest().version().uid()))
                .forEach(life -> {
                    life.all()
                            .forEach(seen -> lines.add(new Line(
                                    seen.known(),
                                    seen.version().key() + " " + seen.version().told())));
                    if (life.over()) {
                        lines.add(new Line(life.ended(), life.newest().version().key() + " GONE"));
                    }
                });
    }

    private void addEvents(List<Line> lines) {
        chronicle.events().stream()
                .filter(event -> event.endpoint().contains(finding.concern().endpoint()))
                .filter(event ->
                        event.what().partition().equals(finding.concern().partition()))
                .forEach(event -> lines.add(new Line(event.at(), event.told())));
    }

    private String logLines(String log) {
        List<String> keys = chronicle.resources().stream()
                .map(life -> life.newest().version())
                .filter(version -> finding.concern().uids().contains(version.uid()))
                .map(version -> "namespace=\"" + version.namespace() + "\" name=\"" + version.name() + "\"")
                .distinct()
                .toList();
        List<String> lines = log.lines()
                .filter(line -> line.contains("ERROR") || keys.stream().anyMatch(line::contains))
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }
}
