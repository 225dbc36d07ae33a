package shop;

final class Circle implements Shape {
  private final int r;

  Circle(int r) {
    this.r = r;
  }

  @Override
  public double area() {
    return 3.14 * r * r;
  }

  double diameter() {
    return 2.0 * r;
  }
}
