package shop;

final class Box {
  final int content;

  Box(int content) {
    this.content = content + 1;
  }
}
