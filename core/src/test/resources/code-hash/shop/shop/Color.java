package shop;

enum Color {
  RED,
  AMBER,
  GREEN
}
