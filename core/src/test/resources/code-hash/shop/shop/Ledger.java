package shop;

import java.util.ArrayList;
import java.util.List;

final class Ledger {
  static final List<String> LINES = new ArrayList<>();
  static int chairs;
  static int total;
  private static int fuses;

  static int setFuses(int n) {
    fuses = n;
    return n;
  }

  static int fuses() {
    return fuses;
  }
}
