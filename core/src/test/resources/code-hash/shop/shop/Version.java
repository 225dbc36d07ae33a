package shop;

final class Version implements Comparable<Version> {
  private final String text;

  Version(String text) {
    this.text = text;
  }

  @Override
  public int compareTo(Version other) {
    return text.compareTo(other.text);
  }

  int length() {
    return text.length();
  }
}
