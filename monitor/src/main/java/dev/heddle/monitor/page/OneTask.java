package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Refused;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.InvocationFilter;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.StoreException;
import dev.heddle.store.Submission;
import dev.heddle.task.TaskVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One task: how it goes, the code it had, and the options it is ordered with. */
public final class OneTask {
  private static final int LATEST = 20;
  private static final int FAILURES = 200;
  private static final int SHOWN_FAILURES = 8;
  private static final int VERSIONS = 30;

  static final Place<View> PLACE =
      Place.get("/task", View.class, OneTask::ask)
          .in(Section.TASKS)
          .shown("task.jte")
          .titled(view -> Shown.brief(view.name()))
          .taking(Parameter.query("name", "The task's name."), Span.PARAMETER)
          .summary("One task: figures over time, versions of its code, options, what it did last.");

  /**
   * The answer.
   *
   * @param versions of its code, the newest first
   * @param problem why they can't be read; empty if they can
   * @param options those of the latest order; null if none is among the latest invocations
   * @param workers the living ones that know it
   */
  public record View(
      String name,
      Span span,
      Instant from,
      Instant to,
      long stepMillis,
      Figures figures,
      List<Step> steps,
      List<Version> versions,
      String problem,
      @Nullable Options options,
      List<WorkerLine> workers,
      List<FailureLine> failures,
      List<RecentInvocation> latest) {}

  /**
   * One state of its code.
   *
   * @param members how many methods, constructors and initialisers its hash was made of
   */
  public record Version(String hash, List<String> parameters, String result, int members) {}

  /**
   * What an order was made with.
   *
   * @param timeoutMillis 0 for none
   */
  public record Options(
      String queue,
      int priority,
      int retries,
      long backoffMillis,
      List<String> retryOn,
      long timeoutMillis,
      int maxRecoveries) {
    static Options of(Submission.Order order) {
      return new Options(
          order.queue(),
          order.priority(),
          order.retry().max(),
          order.retry().backoff().toMillis(),
          order.retry().on(),
          order.timeoutMillis(),
          order.maxRecoveries());
    }
  }

  private OneTask() {}

  static View ask(Asked asked) {
    String name = asked.whole("name");
    Span span = Span.of(asked);
    long from = span.from(asked.now());
    long to = span.to(asked.now());
    List<TaskVersion> versions = List.of();
    String problem = "";
    try {
      versions = asked.store().taskVersions(name);
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException damaged) {
      problem =
          "The versions of its code can't be read: " + damaged.getClass().getSimpleName() + '.';
    }
    List<WorkerLine> workers =
        asked.store().workers(0).stream()
            .filter(w -> w.tasks().contains(name))
            .map(w -> WorkerLine.of(w, asked.now()))
            .toList();
    if (versions.isEmpty() && workers.isEmpty() && problem.isEmpty()) {
      throw Refused.notFound(
          "No task \"" + Shown.cut(name, 100) + "\" is on record. Tasks has those that are.");
    }
    var activity = asked.inspection().activity(from, to, span.stepMillis(), name);
    List<InvocationRecord> latest = latest(asked, name);
    return new View(
        name,
        span,
        Instant.ofEpochMilli(from),
        Instant.ofEpochMilli(to),
        span.stepMillis(),
        Figures.of(activity),
        Step.of(activity, from, to, span.stepMillis()),
        versions.stream().limit(VERSIONS).map(OneTask::version).toList(),
        problem,
        options(latest),
        workers,
        asked.inspection().failures(from, FAILURES).stream()
            .filter(group -> group.task().equals(name))
            .limit(SHOWN_FAILURES)
            .map(FailureLine::of)
            .toList(),
        latest.stream().map(RecentInvocation::of).toList());
  }

  /** The filter finds what has the name in its own, so a few more are asked for. */
  private static List<InvocationRecord> latest(Asked asked, String name) {
    InvocationFilter filter =
        new InvocationFilter(name, Set.of(), null, 0, 0, 0, null, null, false);
    return asked.inspection().invocations(filter, Long.MAX_VALUE, 2 * LATEST).found().stream()
        .filter(record -> record.task().name().equals(name))
        .limit(LATEST)
        .toList();
  }

  private static @Nullable Options options(List<InvocationRecord> latest) {
    return latest.stream()
        .map(record -> Optional.ofNullable(record.queue()))
        .flatMap(Optional::stream)
        .findFirst()
        .map(QueueRecord::submission)
        .map(Submission::order)
        .map(Options::of)
        .orElse(null);
  }

  private static Version version(TaskVersion version) {
    return new Version(
        version.hash().toString(),
        version.parameters(),
        version.result(),
        version.members().size());
  }
}
