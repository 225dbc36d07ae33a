package shop;

class Child extends Parent {
  int own() {
    return 3;
  }

  @Override
  int loud(int n) {
    return super.loud(n) + 1;
  }
}
