package shop;

final class Constants {
  static final int LIMIT = 100;
  static final int OTHER = 200;
}
