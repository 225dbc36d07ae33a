package shop;

import java.util.function.Function;

final class Functions {
  static final Function<Integer, Integer> OTHER = x -> x + 100;
  static final Function<Integer, Integer> STEP = x -> x + 200;
}
