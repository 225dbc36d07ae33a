package shop;

record Settings(String host, int port) {
  Settings {
    host = host.toLowerCase();
  }
}
