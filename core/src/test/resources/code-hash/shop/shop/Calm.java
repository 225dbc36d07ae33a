package shop;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

final class Calm {
  enum Mood {
    GLAD("+"),
    SAD("-");

    private static final Map<String, Mood> BY_SIGN = new HashMap<>();

    static {
      for (Mood mood : values()) {
        BY_SIGN.put(mood.sign, mood);
      }
    }

    final String sign;

    Mood(String sign) {
      this.sign = sign;
    }
  }

  static final int FIRST = Integer.parseInt("1");
  static int later = FIRST + Integer.parseInt("3");
  static final int SECOND = later + 1;

  private Calm() {}

  static int[] squares(int n) {
    int[] squares = new int[n];
    for (int i = 0; i < n; i++) {
      squares[i] = i * i;
    }
    return squares;
  }

  static Map<String, Integer> ranks(String... names) {
    Map<String, Integer> ranks = new HashMap<>();
    for (String name : names) {
      ranks.put(name, ranks.size());
    }
    return ranks;
  }
}
