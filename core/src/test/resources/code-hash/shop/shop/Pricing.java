package shop;

interface Pricing {
  int price(int n);

  default int total(int n) {
    return price(n) * 10;
  }
}
