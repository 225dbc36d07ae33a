package dev.heddle.sql;

class SqliteFaultsTest extends WorkerFaults {
  @Override
  String url() {
    return "sqlite:" + folder.resolve("heddle.db");
  }
}
