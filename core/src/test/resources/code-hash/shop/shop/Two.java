package shop;

final class Two {
  static int step(int n) {
    return Three.step(n) * 2;
  }
}
