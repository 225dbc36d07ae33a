package shop;

import java.util.function.IntFunction;
import java.util.function.IntSupplier;

final class Nested {
  static int run(int n) {
    IntFunction<IntSupplier> outer = a -> () -> a + n + 9;
    return outer.apply(n).getAsInt();
  }
}
