package shop;

final class Audit {
  static void done(int n) {
    System.out.print("");
  }
}
