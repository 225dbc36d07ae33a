package dev.heddle.sql;

class SharedFileTest extends SharedStore {
  @Override
  String url() {
    return "sqlite:" + root.resolve("h.db");
  }
}
