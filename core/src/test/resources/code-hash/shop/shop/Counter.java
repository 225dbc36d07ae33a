package shop;

final class Counter {
  private int at;

  Counter(int at) {
    this.at = at;
  }

  Cursor cursor() {
    return new Cursor();
  }

  final class Cursor {
    int next() {
      return ++at;
    }
  }
}
