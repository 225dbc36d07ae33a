package shop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class Wiring implements Powered {
  record Holder(List<String> list) {}

  record Spot(int x, int y) {}

  static final int SEATS = Integer.parseInt("4");
  static final List<String> NAMES = new ArrayList<>(3);
  static final Holder HOLDER = new Holder(NAMES);
  static final Map<String, Integer> WATTS = new HashMap<>();
  static final int LEGS = count("chairs");
  static final String BEFORE = System.setProperty("shop.wiring", "2");
  static final int RELAY = Relay.make(6);
  static final Spot ORIGIN = new Spot(0, 1);
  static final int FUSES = Ledger.setFuses(12);

  static {
    WATTS.put("lamp", 60);
    enlist(NAMES);
    HOLDER.list().add("bulb");
    Ledger.LINES.add("first" + SEATS);
    Ledger.total += SEATS;
  }

  private static void enlist(List<String> names) {
    names.add("cable");
    System.setProperty("shop.cables", "7");
  }

  private static int count(String what) {
    Ledger.chairs = 40;
    return what.length();
  }
}
