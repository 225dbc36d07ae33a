package shop;

final class Mutual {
  static int other(int n) {
    return n < 2 ? 1 : Tasks.recursive(n - 1);
  }
}
