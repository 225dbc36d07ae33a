package dev.heddle.benchmarks;

import dev.heddle.monitor.HeddleMonitor;
import dev.heddle.monitor.MonitorOptions;
import dev.heddle.store.Store;
import dev.heddle.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A monitor in a JVM of its own, as {@code heddle monitor} is one. */
final class MonitorProcess implements AutoCloseable {
  /** As the launcher starts one. */
  static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xmx128m");

  private static final String READY = "monitor at ";

  private final Process process;
  private final String url;

  private MonitorProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts one, and returns when it answers. */
  static MonitorProcess start(String store) throws IOException {
    Process process = OrderWorker.process(List.of(), FLAGS, MonitorProcess.class, store);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(READY)) {
        return new MonitorProcess(process, line.substring(READY.length()));
      }
    }
    throw new IOException("the monitor ended before it was ready");
  }

  /** Its address. */
  String url() {
    return url;
  }

  /** The most memory that it had resident so far, in MiB; pages of a mapped file are part of it. */
  double peakMebibytes() throws IOException {
    return mebibytes("VmHWM:");
  }

  /** The part of its memory that is no mapped file, now. */
  double ownMebibytes() throws IOException {
    return mebibytes("RssAnon:");
  }

  private double mebibytes(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
        .filter(line -> line.startsWith(field))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  /** The process: serves until it is killed. */
  public static void main(String[] args) throws Exception {
    Store store = Stores.open(args[0], Path.of("").toAbsolutePath());
    HeddleMonitor monitor = HeddleMonitor.start(store, MonitorOptions.DEFAULT.withPort(0));
    System.out.println(READY + monitor.url());
    Thread.currentThread().join();
  }
}
