package dev.heddle.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Lines of cells under each other; columns named with a leading {@code >} stand to the right. */
final class Table {
  private record Row(List<String> cells, UnaryOperator<String> paint) {}

  private final List<String> header;
  private final List<Row> rows = new ArrayList<>();

  Table(String... header) {
    this.header = List.of(header);
  }

  void add(String... cells) {
    add(UnaryOperator.identity(), cells);
  }

  /** The paint is put on the whole finished line, so that it takes part in no width. */
  void add(UnaryOperator<String> paint, String... cells) {
    rows.add(new Row(List.of(cells), paint));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  List<String> lines(Style style) {
    List<String> names = header.stream().map(h -> h.startsWith(">") ? h.substring(1) : h).toList();
    int[] widths = new int[names.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              names.get(i).length(),
              rows.stream().mapToInt(row -> row.cells.get(column).length()).max().orElse(0));
    }
    List<String> lines = new ArrayList<>();
    lines.add(style.dim(line(names, widths)));
    rows.forEach(row -> lines.add(row.paint.apply(line(row.cells, widths))));
    return lines;
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      String pad = " ".repeat(widths[i] - cell.length());
      line.append(i == 0 ? "" : "  ")
          .append(header.get(i).startsWith(">") ? pad + cell : cell + pad);
    }
    return line.toString().stripTrailing();
  }
}
