package shop;

final class Key {
  private final String text;

  Key(String text) {
    this.text = text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key && ((Key) other).text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.length();
  }
}
