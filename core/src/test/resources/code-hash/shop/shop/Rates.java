package shop;

import java.util.HashMap;
import java.util.Map;

final class Rates {
  static final int UNUSED = Integer.parseInt("7");
  static final int VAT = Integer.parseInt("19");
  static final Map<String, Integer> TABLE = new HashMap<>();

  static {
    int base = UNUSED + 1;
    for (int i = 0; i < 3; i++) {
      TABLE.put("de" + i, base + i);
    }
    fill(TABLE);
  }

  private static void fill(Map<String, Integer> table) {
    table.put("fr", 20);
  }
}
