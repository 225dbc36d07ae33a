package dev.heddle.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The rows as one table, aligned for a terminal and good as Markdown. */
final class Table {
  private static final List<String> HEAD = List.of("scenario", "case", "figure", "beside");
  private static final int FIGURE = 2;

  private Table() {}

  static String of(List<Row> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEAD);
    for (Row row : rows) {
      lines.add(List.of(row.scenario(), row.what(), row.unit().show(row.figure()), row.beside()));
    }
    int[] widths = new int[HEAD.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        String pad = " ".repeat(widths[i] - line.get(i).length());
        table.append("| ").append(i == FIGURE ? pad + line.get(i) : line.get(i) + pad).append(' ');
      }
      table.append("|\n");
      if (line == HEAD) {
        for (int i = 0; i < widths.length; i++) {
          table.append('|').append("-".repeat(widths[i] + 1)).append(i == FIGURE ? ':' : '-');
        }
        table.append("|\n");
      }
    }
    return table.toString();
  }
}
