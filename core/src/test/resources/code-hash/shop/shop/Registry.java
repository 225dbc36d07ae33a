package shop;

final class Registry {
  private static int count;
  private static String label = "none";

  static {
    setUp();
  }

  private static void setUp() {
    count = 3;
  }

  static int find(String name) {
    return count + name.length();
  }

  static String label() {
    return label;
  }
}
