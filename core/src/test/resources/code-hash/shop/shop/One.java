package shop;

final class One {
  static int step(int n) {
    return Two.step(n) + 1;
  }

  static int unrelated(int n) {
    return n * 77;
  }
}
