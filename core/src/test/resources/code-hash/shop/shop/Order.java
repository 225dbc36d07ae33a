package shop;

import java.util.List;

public record Order(String id, List<Line> lines, Kind kind) {
  public enum Kind {
    RETAIL(1),
    BULK(2);

    final int factor;

    Kind(int factor) {
      this.factor = factor;
    }
  }

  public record Line(String sku, int count) {
    public Line {
      if (count < 1) {
        count = 1;
      }
    }

    int doubled() {
      return count * 2;
    }
  }

  @Override
  public String id() {
    return id.trim();
  }
}
