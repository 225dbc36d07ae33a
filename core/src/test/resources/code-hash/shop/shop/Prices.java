package shop;

final class Prices {
  static int apply(Pricing pricing, int n) {
    return pricing.total(n);
  }

  static Pricing elsewhere() {
    return n -> n * 1000;
  }
}
