package shop;

interface Greeter {
  default String greet(String name) {
    return prefix() + name;
  }

  private String prefix() {
    return "Hello, ";
  }
}
