package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Refused;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.StoreException;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.StoredValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One recorded call: its code, its inputs, what it came to, and what came of that. */
public final class OneCall {
  private static final int LONGEST = 20_000;
  private static final int CHILDREN = 100;
  private static final int FILES = 200;

  static final Place<View> PLACE =
      Place.get("/calls/{id}", View.class, OneCall::ask)
          .in(Section.VALUES)
          .shown("call.jte")
          .titled(
              view -> (view.task().isEmpty() ? "Call" : Shown.brief(view.task())) + ' ' + view.id())
          .liveWhile(view -> false)
          .taking(Parameter.path("id", "The call's id: that of the invocation that made it."))
          .summary("One recorded call: its code, inputs, result, files, the calls under it.");

  /**
   * The answer.
   *
   * @param key the call key: hash over the task's hash and those of the arguments
   * @param taskHash of the code that ran
   * @param members how many methods, constructors and initialisers that hash was made of
   * @param newest whether no other state of the task's code is newer on record
   * @param result null if the call never became all concrete
   * @param expression whether its body returned an expression
   * @param hash over key, result and the calls under it; empty without a result
   * @param calls the first of those under it
   * @param allCalls how many are under it
   * @param invoked whether the invocation that made it is still on record
   * @param problem why it, or something around it, can't be read; empty if all can
   */
  public record View(
      String id,
      String task,
      String key,
      String taskHash,
      List<String> parameters,
      String resultType,
      int members,
      boolean newest,
      List<Datum> arguments,
      @Nullable Datum result,
      boolean expression,
      String hash,
      List<File> files,
      List<CallLine> calls,
      long allCalls,
      boolean invoked,
      @Nullable Instant finishedAt,
      Lineage lineage,
      String problem) {}

  /** A file among its arguments, or in its result. */
  public record File(String location, String digest, boolean written) {}

  private OneCall() {}

  static View ask(Asked asked) {
    long id = asked.id("id");
    List<Legible<NodeRecord>> found = Legible.nodes(asked.store(), List.of(id));
    if (found.isEmpty()) {
      throw Refused.notFound(missing(asked, id));
    }
    NodeRecord node = found.get(0).row();
    if (node == null) {
      return unreadable(Shown.id(id), found.get(0).problem());
    }
    Masking masking = new Masking(asked.store());
    LookUps lookUps = new LookUps(asked);
    StoredValue result = node.result();
    String shown = masking.result(node);
    TaskVersion task = node.task();
    Optional<TaskVersion> newest = asked.store().taskVersions(task.name()).stream().findFirst();
    List<Long> children = LongStream.of(node.children()).limit(CHILDREN).boxed().toList();
    return new View(
        Shown.id(id),
        task.name(),
        node.key().toString(),
        task.hash().toString(),
        task.parameters(),
        task.result(),
        task.members().size(),
        newest.isEmpty() || newest.get().equals(task),
        Datum.of(task, node.arguments(), masking.arguments(node), LONGEST),
        result == null || shown == null
            ? null
            : Datum.of("", task.result(), result, shown, LONGEST),
        node.expression() != null,
        node.hash() == null ? "" : node.hash().toString(),
        node.files().stream()
            .limit(FILES)
            .map(file -> new File(file.location(), file.digest().toString(), file.written()))
            .toList(),
        CallLine.of(masking, Legible.nodes(asked.store(), children)),
        node.children().length,
        isInvoked(asked, id),
        Shown.at(node.finishedAt()),
        Lineage.ofCall(lookUps, node),
        lookUps.problem());
  }

  private static String missing(Asked asked, long id) {
    Optional<InvocationRecord> invocation = asked.store().invocation(id);
    return "There is no call "
        + Shown.id(id)
        + " on record."
        + (invocation.isPresent()
            ? " There is an invocation of that id, which came to nothing yet: see Invocations."
            : "");
  }

  private static boolean isInvoked(Asked asked, long id) {
    try {
      return asked.store().invocation(id).isPresent();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException damaged) {
      return true;
    }
  }

  private static View unreadable(String id, String problem) {
    return new View(
        id,
        "",
        "",
        "",
        List.of(),
        "",
        0,
        true,
        List.of(),
        null,
        false,
        "",
        List.of(),
        List.of(),
        0,
        true,
        null,
        Lineage.NONE,
        problem);
  }
}
