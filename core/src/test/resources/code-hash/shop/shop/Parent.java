package shop;

class Parent {
  int work(int n) {
    return n + 11;
  }

  int loud(int n) {
    return n + 21;
  }
}
