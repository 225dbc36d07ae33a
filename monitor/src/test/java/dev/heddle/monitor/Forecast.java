package dev.heddle.monitor;

import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.value;

import dev.heddle.Cache;
import dev.heddle.Expr;
import dev.heddle.Task;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** What executions evaluate in {@link Screenshots}: it takes a while, as real work does. */
public final class Forecast {
  private Forecast() {}

  /** A day's forecast of a region. */
  record Outlook(String region, int highest, int lowest, String sky) {}

  @Task(name = "weather/Forecast.readings")
  static List<Integer> readings(String station) throws InterruptedException {
    work(station, 180, 520);
    return IntStream.range(0, 6)
        .map(hour -> 4 + Math.floorMod(station.hashCode() >> hour, 15))
        .boxed()
        .toList();
  }

  @Task(name = "weather/Forecast.calibrate")
  static double calibrate(String region) throws InterruptedException {
    work(region, 700, 500);
    return 1 + Math.floorMod(region.hashCode(), 9) / 100.0;
  }

  /** Is asked for every time. */
  @Task(name = "weather/Forecast.pressure", cache = Cache.NONE)
  static int pressure(String region) throws InterruptedException {
    work(region, 60, 60);
    return 990 + Math.floorMod(region.hashCode(), 40);
  }

  @Task(name = "weather/Forecast.predict")
  static Outlook predict(String region, double factor, int pressure, List<List<Integer>> readings)
      throws InterruptedException {
    work(region, 400, 700);
    List<Integer> all = readings.stream().flatMap(List::stream).sorted().toList();
    int highest = (int) Math.round(all.get(all.size() - 1) * factor);
    return new Outlook(region, highest, all.get(0), highest > 15 ? "clear" : "showers");
  }

  @Task(name = "weather/Forecast.region")
  static Expr<Outlook> region(String region) {
    List<String> stations = IntStream.rangeClosed(1, 3).mapToObj(n -> region + "-" + n).toList();
    return lazy(
        Forecast::predict,
        value(region),
        lazy(Forecast::calibrate, region),
        lazy(Forecast::pressure, region),
        each(Forecast::readings, stations));
  }

  @Task(name = "weather/Forecast.bulletin")
  static String bulletin(List<Outlook> outlooks) throws InterruptedException {
    work("bulletin", 350, 1);
    return outlooks.size()
        + " regions, up to "
        + outlooks.stream().mapToInt(Outlook::highest).max().orElseThrow()
        + " °C";
  }

  @Task(name = "weather/Forecast.daily")
  static Expr<String> daily(List<String> regions) {
    return lazy(Forecast::bulletin, each(Forecast::region, regions));
  }

  @Task(name = "weather/Forecast.upload")
  static String upload(String bulletin) {
    throw new IllegalStateException("503 Service Unavailable from the bulletin board");
  }

  @Task(name = "weather/Forecast.publish")
  static Expr<String> publish(List<String> regions) {
    return lazy(Forecast::upload, lazy(Forecast::daily, regions));
  }

  private static void work(String what, int least, int more) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(least + Math.floorMod(what.hashCode() * 31, more));
  }
}
