package dev.heddle.monitor;

import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;

import dev.heddle.Cache;
import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.Task;
import dev.heddle.TaskContext;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Work for pages to show, and a worker in a JVM of its own that holds it until it is killed. */
public final class Pipeline {
  /** Set in the JVM whose bodies never end. */
  private static final String HOLDS = "heddle.test.holds";

  /** Says that the worker has begun. */
  private static final String READY = "ready";

  private Pipeline() {}

  @Task(name = "weather/Forecast.fetch")
  static String fetch(String station) {
    return "readings of " + station;
  }

  @Task(name = "weather/Forecast.merge")
  static String merge(List<String> readings) {
    return String.join("; ", readings);
  }

  @Task(name = "weather/Forecast.region")
  static Expr<String> region(List<String> stations) {
    return lazy(Pipeline::merge, each(Pipeline::fetch, stations));
  }

  @Task(name = "weather/Forecast.stamp", cache = Cache.NONE)
  static String stamp(String day) {
    return "made for " + day;
  }

  /** What it returns is on record the second time; what that asks for runs again. */
  @Task(name = "weather/Forecast.daily")
  static Expr<String> daily(String day) {
    return lazy(Pipeline::stamp, day);
  }

  /** Never ends in a JVM that holds; elsewhere it is over at once. */
  @Task(name = "weather/Forecast.train")
  static String train(String model, TaskContext context) throws InterruptedException {
    context.log().info("training {}", model);
    if (Boolean.getBoolean(HOLDS)) {
      new CountDownLatch(1).await();
    }
    return "model " + model;
  }

  @Task(name = "weather/Forecast.publish")
  static String publish(String text) throws IOException {
    throw new IOException("refused: " + text, new IllegalStateException("no such bucket"));
  }

  /** Starts that worker over the store of a folder, and returns when it is there. */
  static Process holder(Path folder, String host) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-D" + HOLDS + "=true"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Pipeline.class.getName(), folder.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(folder.resolve("holder.err").toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("HEDDLE_"));
    builder.environment().put("HOSTNAME", host);
    Process process = builder.start();
    if (!READY.equals(process.inputReader().readLine())) {
      process.destroyForcibly();
      throw new AssertionError("the worker did not begin: see " + folder.resolve("holder.err"));
    }
    return process;
  }

  /** The store of that folder, by its URL. */
  static String store(Path folder) {
    return "sqlite:" + folder.resolve("heddle.db");
  }

  public static void main(String[] args) throws InterruptedException {
    Path folder = Path.of(args[0]);
    try (Heddle heddle = Heddle.builder().root(folder).store(store(folder)).open();
        Worker worker =
            heddle.worker(WorkerOptions.DEFAULT.withSlots(2).withTasks(Pipeline.class))) {
      System.out.println(READY);
      worker.join();
    }
  }
}
