package shop;

import java.util.Iterator;

final class Countdown implements Iterable<Integer> {
  private final int from;

  Countdown(int from) {
    this.from = from;
  }

  @Override
  public Iterator<Integer> iterator() {
    return new Iterator<>() {
      private int left = from;

      @Override
      public boolean hasNext() {
        return left > 0;
      }

      @Override
      public Integer next() {
        return left--;
      }
    };
  }
}
