package shop;

final class Relay {
  static final Object SWITCHED = System.setProperty("shop.relay", "on");

  static int make(int n) {
    return n * 2;
  }
}
