package dev.heddle.examples;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One command of a {@code console} block in a page, and what it printed.
 *
 * @param command what stands behind {@code $}
 * @param output the lines below it, errors and results as they came
 */
record Transcript(String command, List<String> output) {
  private static final String OPEN = "```console";
  private static final String CLOSE = "```";
  private static final String PROMPT = "$ ";

  private static final Pattern EVENT =
      Pattern.compile(
          "(run|cached|failed|cancelled) +[0-9a-f]{10} .*"
              + "|[0-9a-f]{10} +(succeeded|failed|cancelled) .*");
  private static final Pattern ID = Pattern.compile("\\b([0-9a-f]{40}|[0-9a-f]{10})\\b");
  private static final Pattern TIME =
      Pattern.compile(
          "<?\\b\\d+(\\.\\d+)? (ms|s)\\b|\\b\\d+ min \\d\\d s\\b| +-$"
              + "|(?<=\"durationMs\":) *\\d+|\\b\\d\\d:\\d\\d:\\d\\d\\b");

  Transcript {
    output = List.copyOf(output);
  }

  /** The commands of a page in order. */
  static List<Transcript> read(String page) {
    List<Transcript> found = new ArrayList<>();
    boolean inside = false;
    for (String line : page.lines().toList()) {
      if (line.equals(OPEN)) {
        inside = true;
      } else if (line.equals(CLOSE)) {
        inside = false;
      } else if (inside && line.startsWith(PROMPT)) {
        found.add(new Transcript(line.substring(PROMPT.length()), List.of()));
      } else if (inside) {
        Transcript last = found.remove(found.size() - 1);
        List<String> output = new ArrayList<>(last.output);
        output.add(line);
        found.add(new Transcript(last.command, output));
      }
    }
    return found;
  }

  /** The page with these outputs, which are of the page's commands in order. */
  static String write(String page, List<Transcript> transcripts) {
    Iterator<Transcript> next = transcripts.iterator();
    StringBuilder text = new StringBuilder();
    boolean inside = false;
    for (String line : page.lines().toList()) {
      boolean command = inside && line.startsWith(PROMPT);
      inside = line.equals(OPEN) || (inside && !line.equals(CLOSE));
      if (command) {
        text.append(next.next().text());
      } else if (!inside || line.equals(OPEN)) {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }

  /** As it stands in a page. */
  String text() {
    StringBuilder text = new StringBuilder(PROMPT).append(command).append('\n');
    output.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** The output without what differs from run to run. */
  List<String> comparable() {
    List<String> lines = new ArrayList<>();
    List<String> events = new ArrayList<>();
    for (String line : output) {
      String text = TIME.matcher(ID.matcher(line).replaceAll("ID")).replaceAll(" TIME");
      String squeezed = text.strip().replaceAll(" +", " ");
      if (EVENT.matcher(line).matches()) {
        events.add(squeezed);
      } else if (!squeezed.isEmpty()) {
        flush(events, lines);
        lines.add(squeezed);
      }
    }
    flush(events, lines);
    return lines;
  }

  private static void flush(List<String> events, List<String> lines) {
    events.sort(null);
    lines.addAll(events);
    events.clear();
  }
}
