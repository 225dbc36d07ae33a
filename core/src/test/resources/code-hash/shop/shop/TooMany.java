package shop;

final class TooMany extends IllegalStateException {
  private final int n;

  TooMany(int n) {
    this.n = n;
  }

  @Override
  public String getMessage() {
    return "too many: " + n;
  }
}
