package shop;

interface Shape {
  double area();
}
