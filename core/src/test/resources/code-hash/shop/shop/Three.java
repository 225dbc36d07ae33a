package shop;

final class Three {
  static int step(int n) {
    return n - 3;
  }
}
