package dev.heddle.testkit;

import static dev.heddle.InvocationState.FAILED;
import static dev.heddle.InvocationState.QUEUED;
import static dev.heddle.InvocationState.RUNNING;
import static dev.heddle.InvocationState.SUCCEEDED;
import static dev.heddle.testkit.Calls.expectApplied;
import static dev.heddle.testkit.Calls.hash;
import static dev.heddle.testkit.Calls.started;
import static dev.heddle.testkit.Calls.succeeded;
import static dev.heddle.testkit.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.InvocationState;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.Found;
import dev.heddle.store.Inspection;
import dev.heddle.store.InvocationFilter;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.InvocationLine;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.LineFilter;
import dev.heddle.store.LogLine;
import dev.heddle.store.Submission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What those are answered who look for invocations and for what they logged. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface SearchContract extends InspectedStore {
  // ---- invocations

  private static InvocationFilter with(
      String task, Set<InvocationState> states, String queue, long worker, String text) {
    return new InvocationFilter(task, states, queue, worker, 0, 0, text, null, false);
  }

  private static InvocationFilter between(long from, long to) {
    return new InvocationFilter(null, Set.of(), null, 0, from, to, null, null, false);
  }

  private List<Long> ids(InvocationFilter filter) {
    Found<InvocationRecord> found = inspection().invocations(filter, Long.MAX_VALUE, 100);
    assertThat(found.next()).isZero();
    return found.found().stream().map(InvocationRecord::id).toList();
  }

  @Test
  default void invocationsAreAnsweredNewestFirstAndInPages() {
    Orders orders = orders();
    List<Long> expected = new ArrayList<>();
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    for (int i = 0; i < 25; i++) {
      expected.add(orders.submit("o" + i));
      InvocationHead head = calls.head(fence, "c" + i);
      expected.add(head.id());
      expectApplied(calls.apply(fence, succeeded(head, value("1"), 1_002)));
    }
    Collections.reverse(expected);

    List<InvocationRecord> all = new ArrayList<>();
    long before = Long.MAX_VALUE;
    int pages = 0;
    do {
      Found<InvocationRecord> page = inspection().invocations(InvocationFilter.ANY, before, 20);
      all.addAll(page.found());
      before = page.next();
      pages++;
      assertThat(page.searchedTo()).isPositive();
    } while (before != 0);

    assertThat(pages).isEqualTo(3);
    assertThat(all).extracting(InvocationRecord::id).isEqualTo(expected);
    for (InvocationRecord one : all) {
      assertThat(one).usingRecursiveComparison().isEqualTo(record(one.id()));
    }
    Found<InvocationRecord> whole =
        inspection().invocations(InvocationFilter.ANY, Long.MAX_VALUE, expected.size());
    assertThat(whole.next()).as("nothing is left below the last one").isZero();
  }

  @Test
  default void anEmptyStoreAnswersNothing() {
    assertThat(inspection().invocations(InvocationFilter.ANY, Long.MAX_VALUE, 10))
        .isEqualTo(new Found<>(List.of(), 0, 0));
    assertThat(inspection().logLines(new LineFilter(0, 0, Set.of(), null), Long.MAX_VALUE, 10))
        .isEqualTo(new Found<>(List.of(), 0, 0));
    assertThat(inspection().stints(0, Long.MAX_VALUE, 0, 10)).isEmpty();
    assertThat(inspection().failures(0, 10)).isEmpty();
    assertThat(inspection().activity(0, Long.MAX_VALUE, DAY, null)).isEmpty();
    assertThat(inspection().activityByTask(0, Long.MAX_VALUE)).isEmpty();
    assertThat(inspection().waits(10)).isEmpty();
    assertThat(inspection().madeBy(hash("x"), 10)).isEmpty();
    assertThat(inspection().usedBy(hash("x"), 10)).isEmpty();
    assertThat(inspection().touching(hash("x"), 10)).isEmpty();
    assertThat(inspection().idAt(Long.MAX_VALUE)).isZero();
  }

  @Test
  default void invocationsAreFoundByWhatTheyAre() {
    Orders orders = orders();
    long one = orders.worker();
    long two = orders.worker();
    long mail = orders.submit(orders.draft("letter").task("post.Mail.send").queue("mail").make());
    long done = orders.submit("invoice");
    Claimed first = orders.runNext(one);
    expectApplied(orders.apply(first, orders.succeeded(first, "Paid in full")));
    long failed = orders.submit("broken invoice");
    Claimed second = orders.runNext(two);
    expectApplied(orders.apply(second, orders.failed(second)));
    long running = orders.submit("running");
    orders.runNext(two);
    long waiting = orders.submit("waiting");
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    InvocationHead call = calls.head(fence, "invoice of a call");
    expectApplied(calls.apply(fence, succeeded(call, value("called"), 1_002)));
    InvocationHead ongoing = calls.head(fence, "ongoing");
    expectApplied(calls.apply(fence, started(ongoing, false)));
    Set<InvocationState> any = Set.of();

    assertThat(ids(InvocationFilter.ANY))
        .containsExactly(ongoing.id(), call.id(), waiting, running, failed, done, mail);
    assertThat(ids(with("POST.mail", any, null, 0, null))).containsExactly(mail);
    assertThat(ids(with("total", any, null, 0, null)))
        .containsExactly(ongoing.id(), call.id(), waiting, running, failed, done);
    assertThat(ids(with("nobody", any, null, 0, null))).isEmpty();
    assertThat(ids(with(null, Set.of(FAILED), null, 0, null))).containsExactly(failed);
    assertThat(ids(with(null, Set.of(RUNNING, QUEUED), null, 0, null)))
        .containsExactly(ongoing.id(), waiting, running, mail);
    assertThat(ids(with(null, any, "mail", 0, null))).containsExactly(mail);
    assertThat(ids(with(null, any, "default", 0, null)))
        .containsExactly(waiting, running, failed, done);
    assertThat(ids(with(null, any, "none", 0, null))).isEmpty();
    assertThat(ids(with(null, any, null, two, null))).containsExactly(running, failed);
    assertThat(ids(with(null, any, null, 0, "INVOICE"))).containsExactly(call.id(), failed, done);
    assertThat(ids(with(null, any, null, 0, "paid in"))).containsExactly(done);
    assertThat(ids(with(null, any, null, 0, "called"))).containsExactly(call.id());
    assertThat(ids(new InvocationFilter(null, any, null, 0, 0, 0, null, "ioexception", false)))
        .containsExactly(failed);
    assertThat(ids(new InvocationFilter(null, any, null, 0, 0, 0, null, "BROKEN", false)))
        .containsExactly(failed);
    assertThat(ids(new InvocationFilter(null, any, null, 0, 0, 0, null, null, true)))
        .containsExactly(waiting, running, failed, done, mail);
    assertThat(ids(with("total", Set.of(FAILED, SUCCEEDED), "default", two, "invoice")))
        .as("all of it")
        .containsExactly(failed);
    assertThat(ids(with("total", Set.of(SUCCEEDED), "default", two, "invoice"))).isEmpty();
  }

  private List<Long> tagged(String... tags) {
    return ids(
        new InvocationFilter(null, Set.of(), null, 0, 0, 0, null, null, false, Set.of(tags)));
  }

  @Test
  default void invocationsAreFoundByTheirTags() {
    Orders orders = orders();
    long plain = orders.submit("plain");
    long seven = orders.submit(orders.draft("a").tags("customer=7", "nightly").make());
    long eight = orders.submit(orders.draft("b").tags("customer=8").make());
    long other = orders.submit(orders.draft("c").tags("customers", "Nightly").make());
    Calls calls = new Calls(store());
    Fence fence = calls.execution("one");
    expectApplied(calls.apply(fence, succeeded(calls.head(fence, "d"), value("1"), 1_002)));
    Claimed claimed = orders.runNext(orders.worker());
    expectApplied(orders.apply(claimed, orders.succeeded(claimed, "1")));

    assertThat(tagged("customer=7")).containsExactly(seven);
    assertThat(tagged("customer")).as("whatever its value").containsExactly(eight, seven);
    assertThat(tagged("customers")).containsExactly(other);
    assertThat(tagged("nightly")).as("in its case").containsExactly(seven);
    assertThat(tagged("customer", "nightly")).as("all of them").containsExactly(seven);
    assertThat(tagged("customer=7", "customer=8")).isEmpty();
    assertThat(tagged("customer=")).as("no tag is so").isEmpty();
    assertThat(tagged("custom")).isEmpty();
    assertThat(claimed.submission().id()).isEqualTo(plain);
    long again = store().reserveIds(1);
    Submission first = record(seven).queue().submission();
    orders.submit(first.again(again, orders.now()));
    assertThat(tagged("customer=7")).as("repeated, tags stay").containsExactly(again, seven);
  }

  @Test
  default void invocationsAreFoundByTheirTime() {
    Orders orders = orders();
    List<Long> ids = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Submission one = orders.order("o" + i);
      ids.add(orders.submit(one));
      times.add(one.submittedAt());
      orders.pass(10 * MINUTE);
    }

    assertThat(ids(between(times.get(4), times.get(7))))
        .containsExactly(ids.get(6), ids.get(5), ids.get(4));
    assertThat(ids(between(times.get(10), 0))).containsExactly(ids.get(11), ids.get(10));
    assertThat(ids(between(0, times.get(1)))).containsExactly(ids.get(0));
    assertThat(ids(between(times.get(3) + 1, times.get(4)))).isEmpty();
    assertThat(ids(between(DAY, 0))).isEmpty();
    for (int i = 0; i < 12; i++) {
      assertThat(inspection().idAt(times.get(i) + 5 * MINUTE)).isEqualTo(ids.get(i));
    }
    assertThat(inspection().idAt(1)).isZero();
    assertThat(inspection().idAt(Long.MAX_VALUE)).isEqualTo(ids.get(11));
  }

  @Test
  default void aSearchThatFindsLittleGoesOnPageByPage() {
    Orders orders = orders();
    List<Long> wanted = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      long id = orders.submit(i % 10 == 0 ? "needle" : "hay");
      if (i % 10 == 0) {
        wanted.add(id);
      }
    }
    Collections.reverse(wanted);

    List<Long> found = new ArrayList<>();
    InvocationFilter filter = with(null, Set.of(), null, 0, "needle");
    long before = Long.MAX_VALUE;
    do {
      Found<InvocationRecord> page = inspection().invocations(filter, before, 1);
      page.found().forEach(one -> found.add(one.id()));
      before = page.next();
    } while (before != 0);

    assertThat(found).isEqualTo(wanted);
  }

  @Test
  default void oneRequestLooksAtSoManyRowsAndSaysHowFarItCame() {
    Orders orders = orders();
    Submission first = orders.order("needle");
    orders.submit(first);
    long ids = orders.submitHay(first, Inspection.LOOKS_AT);

    InvocationFilter filter = with(null, Set.of(), null, 0, "needle");
    Found<InvocationRecord> none = inspection().invocations(filter, Long.MAX_VALUE, 10);
    assertThat(none.found()).isEmpty();
    assertThat(none.next()).isEqualTo(ids);
    assertThat(none.searchedTo()).isEqualTo(first.submittedAt() + 1);
    Found<InvocationRecord> rest = inspection().invocations(filter, none.next(), 10);
    assertThat(rest.found()).extracting(InvocationRecord::id).containsExactly(first.id());
    assertThat(rest.next()).isZero();
    assertThat(rest.searchedTo()).isEqualTo(first.submittedAt());
  }

  // ---- log lines

  private List<String> lines(long invocation, long worker, Set<String> levels, String text) {
    Found<InvocationLine> found =
        inspection()
            .logLines(new LineFilter(invocation, worker, levels, text), Long.MAX_VALUE, 100);
    assertThat(found.next()).isZero();
    return found.found().stream().map(line -> line.line().text()).toList();
  }

  @Test
  default void logLinesAreFoundByWhatTheyAre() {
    Orders orders = orders();
    long one = orders.worker();
    long two = orders.worker();
    long first = orders.submit("a");
    Claimed a = orders.runNext(one);
    long second = orders.submit("b");
    Claimed b = orders.runNext(two);
    expectApplied(
        orders.apply(
            a,
            new Change.Logged(
                first,
                List.of(new LogLine(1, 1, "INFO", "One"), new LogLine(2, 1, "WARN", "two")))));
    expectApplied(
        orders.apply(
            b,
            new Change.Logged(
                second,
                List.of(new LogLine(3, 1, "INFO", "three"), new LogLine(4, 1, "ERROR", "<ONE>")))));
    expectApplied(orders.apply(a, orders.succeeded(a, "1")));

    assertThat(lines(0, 0, Set.of(), null)).containsExactly("<ONE>", "three", "two", "One");
    assertThat(lines(first, 0, Set.of(), null)).containsExactly("two", "One");
    assertThat(lines(first, 0, Set.of("WARN"), null)).containsExactly("two");
    assertThat(lines(first, two, Set.of(), null)).isEmpty();
    assertThat(lines(0, two, Set.of(), null)).containsExactly("<ONE>", "three");
    assertThat(lines(0, one, Set.of(), null)).containsExactly("two", "One");
    assertThat(lines(0, 0, Set.of("INFO", "ERROR"), null)).containsExactly("<ONE>", "three", "One");
    assertThat(lines(0, 0, Set.of(), "one")).containsExactly("<ONE>", "One");
    assertThat(lines(0, two, Set.of("ERROR"), "on")).containsExactly("<ONE>");
    InvocationLine newest =
        inspection()
            .logLines(new LineFilter(0, 0, Set.of(), null), Long.MAX_VALUE, 1)
            .found()
            .get(0);
    assertThat(newest.invocation()).isEqualTo(second);
    assertThat(newest.worker()).isEqualTo(two);
    assertThat(newest.task()).isEqualTo(Orders.TASK);
    assertThat(newest.line()).isEqualTo(new LogLine(4, 1, "ERROR", "<ONE>"));
  }

  @Test
  default void logLinesComeInPages() {
    Orders orders = orders();
    long first = orders.submit("a");
    Claimed claimed = orders.runNext(orders.worker());
    List<LogLine> lines = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      lines.add(new LogLine(i, 1, "INFO", "line " + i));
    }
    expectApplied(orders.apply(claimed, new Change.Logged(first, lines)));
    Collections.reverse(lines);

    for (long invocation : new long[] {0, first}) {
      List<LogLine> all = new ArrayList<>();
      long before = Long.MAX_VALUE;
      int pages = 0;
      do {
        Found<InvocationLine> page =
            inspection().logLines(new LineFilter(invocation, 0, Set.of(), null), before, 10);
        page.found().forEach(line -> all.add(line.line()));
        before = page.next();
        pages++;
      } while (before != 0);
      assertThat(pages).isEqualTo(3);
      assertThat(all).isEqualTo(lines);
    }
  }
}
