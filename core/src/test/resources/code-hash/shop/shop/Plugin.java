package shop;

final class Plugin {
  static int onlyByReflection() {
    return 1;
  }
}
