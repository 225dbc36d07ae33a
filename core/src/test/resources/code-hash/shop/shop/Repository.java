package shop;

public interface Repository {
  int find(String id);
}
