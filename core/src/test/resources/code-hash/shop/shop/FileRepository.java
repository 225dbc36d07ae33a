package shop;

final class FileRepository implements Repository {
  @Override
  public int find(String id) {
    return id.length();
  }

  int unused() {
    return 5;
  }
}
