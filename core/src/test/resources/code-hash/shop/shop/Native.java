package shop;

final class Native {
  static {
    System.setProperty("shop.size", "4");
  }

  static int size() {
    return Integer.getInteger("shop.size");
  }
}
