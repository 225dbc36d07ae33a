package dev.heddle.agent;

import dev.heddle.DirectTask;
import dev.heddle.FanOut;
import dev.heddle.Merge;
import dev.heddle.OnNoWorker;
import dev.heddle.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Direct tasks that fail, fan out, call each other, wait. */
final class Work {
  static final AtomicInteger RUNS = new AtomicInteger();

  private Work() {}

  /** Known by its code only. */
  static final class OwnException extends Exception {
    private static final long serialVersionUID = 1;

    OwnException(String message) {
      super(message);
    }
  }

  @DirectTask
  static String checked(String text) throws IOException {
    throw new IOException(text);
  }

  @DirectTask
  static String own(String text) throws OwnException {
    throw new OwnException(text);
  }

  @DirectTask
  static String caused(String text) {
    throw new UncheckedIOException(text, new IOException("the disk"));
  }

  @DirectTask
  static int outer(String text) throws IOException {
    return checked(text).length();
  }

  @DirectTask
  static long fibonacci(int n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
  }

  @DirectTask
  static CompletableFuture<String> handedOn(String text) {
    return Shapes.future(text).thenApply(t -> t + "?");
  }

  @DirectTask
  static List<String> each(@FanOut List<String> items, String suffix) {
    RUNS.incrementAndGet();
    return items.stream().map(item -> item + suffix + items.size()).toList();
  }

  @DirectTask
  static List<String> chunks(@FanOut(chunk = 3) List<String> items) {
    return List.of(items.toString());
  }

  @DirectTask
  static Set<Integer> set(@FanOut Set<Integer> numbers) {
    return Set.of(numbers.iterator().next() % 3);
  }

  @DirectTask
  static EnumSet<Shapes.Colour> enums(@FanOut EnumSet<Shapes.Colour> colours) {
    return colours;
  }

  @DirectTask
  static Map<String, Integer> map(@FanOut(chunk = 2) Map<String, Integer> of) {
    Map<String, Integer> doubled = new TreeMap<>();
    of.forEach((name, number) -> doubled.put(name, number * 2));
    return doubled;
  }

  @DirectTask
  static SortedMap<Integer, String> sorted(@FanOut SortedMap<Integer, String> of) {
    return of;
  }

  @DirectTask
  static int[] array(@FanOut(chunk = 2) int[] numbers) {
    int sum = 0;
    for (int number : numbers) {
      sum += number;
    }
    return new int[] {sum};
  }

  @DirectTask
  static String[] texts(@FanOut String[] texts) {
    return texts;
  }

  @DirectTask
  static List<String> stream(@FanOut Stream<String> texts) {
    return texts.map(text -> text + Where.am()).toList();
  }

  @DirectTask
  static void nothing(@FanOut List<String> items) {
    RUNS.addAndGet(items.size());
  }

  @DirectTask
  static CompletableFuture<List<String>> futures(@FanOut List<String> items) {
    return CompletableFuture.completedFuture(items);
  }

  @DirectTask
  static List<Integer> failing(@FanOut List<Integer> numbers) throws IOException {
    int number = numbers.get(0);
    if (number % 2 == 1) {
      throw new IOException("odd " + number);
    }
    return numbers;
  }

  record Range(int from, int to) {}

  record Totals(int sum, int parts) {}

  static final class InHalves implements Split<Range> {
    @Override
    public List<Range> split(Range whole) {
      int middle = (whole.from() + whole.to()) / 2;
      return List.of(new Range(whole.from(), middle), new Range(middle, whole.to()));
    }
  }

  static final class Sum implements Merge<Totals> {
    @Override
    public Totals merge(List<Totals> parts) {
      return new Totals(parts.stream().mapToInt(Totals::sum).sum(), parts.size());
    }
  }

  @DirectTask(split = InHalves.class, merge = Sum.class)
  static Totals sum(Range range) {
    int sum = 0;
    for (int i = range.from(); i < range.to(); i++) {
      sum += i;
    }
    return new Totals(sum, 1);
  }

  @DirectTask(onNoWorker = OnNoWorker.RUN_HERE, queue = "nobody")
  static String here(String text) {
    return text + Where.am();
  }

  /** Its first part is done, its second holds its worker until that is gone. */
  @DirectTask(onNoWorker = OnNoWorker.RUN_HERE)
  static List<String> partly(@FanOut Stream<String> texts) throws InterruptedException {
    List<String> done = texts.map(text -> text + Where.am()).toList();
    if (done.contains("b@worker")) {
      OCCUPIED.get().countDown();
      new CountDownLatch(1).await();
    }
    return done;
  }

  @DirectTask(onNoWorker = OnNoWorker.RUN_HERE)
  static CompletableFuture<String> hereLater(String text) {
    return CompletableFuture.completedFuture(text + Where.am());
  }

  @DirectTask(onNoWorker = OnNoWorker.FAIL)
  static CompletableFuture<String> failsLater(String text) {
    return CompletableFuture.completedFuture(text + Where.am());
  }

  @DirectTask(onNoWorker = OnNoWorker.FAIL, queue = "nobody")
  static String fails(String text) {
    return text + Where.am();
  }

  @DirectTask(timeout = "PT0.05S")
  static String slow() throws InterruptedException {
    new CountDownLatch(1).await();
    return "never";
  }

  private static final AtomicReference<CountDownLatch> OCCUPIED =
      new AtomicReference<>(new CountDownLatch(1));

  /** Falls when {@link #occupies} has begun. */
  static CountDownLatch occupied() {
    CountDownLatch begun = new CountDownLatch(1);
    OCCUPIED.set(begun);
    return begun;
  }

  @DirectTask
  static String occupies() throws InterruptedException {
    OCCUPIED.get().countDown();
    new CountDownLatch(1).await();
    return "never";
  }

  static final CountDownLatch BLOCKED = new CountDownLatch(1);
  static final CountDownLatch INTERRUPTED = new CountDownLatch(1);

  @DirectTask
  static String blocks() throws InterruptedException {
    BLOCKED.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      INTERRUPTED.countDown();
      throw e;
    }
    return "never";
  }

  @DirectTask(retry = @dev.heddle.Retry(max = 2, backoff = "PT0S"))
  static String flaky(List<String> log, dev.heddle.TaskContext context) {
    if (context.attempt() < 3) {
      throw new IllegalStateException("attempt " + context.attempt());
    }
    return "attempt " + context.attempt();
  }

  @DirectTask
  static List<String> nested(@FanOut List<String> items) throws Exception {
    List<String> all = new ArrayList<>();
    for (String item : items) {
      all.addAll(each(List.of(item, item), "-"));
    }
    return all;
  }
}
