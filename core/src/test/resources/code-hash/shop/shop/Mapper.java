package shop;

abstract class Mapper<T> {
  abstract T map(T in);

  String describe(T in) {
    return "mapped " + map(in);
  }
}
