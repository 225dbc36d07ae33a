package shop;

sealed interface Node permits Node.Leaf, Node.Pair {
  record Leaf(int value) implements Node {}

  record Pair(Node left, Node right) implements Node {}

  static double sum(Node node) {
    if (node instanceof Leaf leaf) {
      return leaf.value();
    }
    if (node instanceof Pair pair && pair.left() != null) {
      return sum(pair.left()) + sum(pair.right());
    }
    return 0;
  }
}
