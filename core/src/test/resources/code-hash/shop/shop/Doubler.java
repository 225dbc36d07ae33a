package shop;

final class Doubler extends Mapper<Integer> {
  @Override
  Integer map(Integer in) {
    return in * 2;
  }
}
