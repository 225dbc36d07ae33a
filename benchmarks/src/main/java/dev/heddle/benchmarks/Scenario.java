package dev.heddle.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The scenarios, in the order of the table. Each runs in a JVM of its own with a fixed heap. */
enum Scenario {
  SQLITE("sqlite", "1g", Throughput::sqlite),
  POSTGRES("postgres", "1g", Throughput::postgres),
  MEMORY("memory", "1g", Throughput::memory),
  GROWN("grown", "1g", Grown::run),
  SUSTAINED("sustained", "1g", Sustained::run),
  CHAINS("chains", "4g", Chains::run),
  MILLION("million", "2g", Million::run),
  ORDERS("orders", "1g", OrderedWork::run),
  ORDERS_POSTGRES("orders-postgres", "1g", OrderedWork::postgres),
  ORDERS_GROWN("orders-grown", "1g", OrderedWork::grown),
  PROCESSES("processes", "512m", Processes::run),
  PROCESSES_POSTGRES("processes-postgres", "512m", Processes::postgres),
  HOSTS("hosts", "512m", Hosts::run),
  INSPECT("inspect", "512m", Inspected::run),
  DIRECT("direct", "1g", DirectWork::run),
  SOAK("soak", "512m", Soak::run),
  FLEET("fleet", "512m", Soak::fleet),
  LAUNCH("launch", "256m", Launch::run);

  /** What a scenario does: measures in the folder and hands on each row as soon as it has it. */
  @FunctionalInterface
  interface Measurement {
    void run(Bench bench, Consumer<Row> rows) throws Exception;
  }

  final String title;
  final String heap;
  private final Measurement measurement;

  Scenario(String title, String heap, Measurement measurement) {
    this.title = title;
    this.heap = heap;
    this.measurement = measurement;
  }

  void run(Bench bench, Consumer<Row> rows) throws Exception {
    measurement.run(bench, rows);
  }

  static Optional<Scenario> named(String title) {
    return List.of(values()).stream().filter(s -> s.title.equals(title)).findFirst();
  }
}
