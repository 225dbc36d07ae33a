package shop;

import java.util.HashMap;
import java.util.Map;

enum Planet {
  EARTH(1),
  MARS(2);

  private static final Map<Integer, Planet> BY_RANK = new HashMap<>();

  static {
    for (Planet planet : values()) {
      BY_RANK.put(planet.ordinal(), planet);
    }
  }

  final int moons;

  Planet(int moons) {
    this.moons = moons;
  }

  static Planet byRank(int n) {
    return BY_RANK.get(n);
  }
}
