package dev.heddle.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.DirectTask;
import dev.heddle.Expr;
import dev.heddle.FanOut;
import dev.heddle.Merge;
import dev.heddle.Split;
import dev.heddle.Task;
import dev.heddle.TaskContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can't be a direct task is found out when it is defined, and the error names the method. */
@SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable"})
class DefinitionsTest {
  private static String problem(Class<?> type) {
    List<String> problems = Definitions.problems(List.of(type));
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  static final class TwoFanOuts {
    @DirectTask
    static List<String> pair(@FanOut List<String> one, @FanOut List<String> other) {
      return one;
    }
  }

  @Test
  void oneCallIsCutByOneParameter() {
    assertThat(problem(TwoFanOuts.class))
        .isEqualTo(
            "the direct task dev.heddle.direct.TwoFanOuts.pair(List, List) has 2 parameters with"
                + " @FanOut: one call is cut by one of them. Of pairs, make one list of records");
  }

  static final class NoMerge {
    @DirectTask
    static String join(@FanOut List<String> texts) {
      return "";
    }
  }

  @Test
  void whatCantBePutTogetherNeedsAMerge() {
    assertThat(problem(NoMerge.class))
        .contains("NoMerge.join(List)")
        .contains("say how, @DirectTask(merge = …)");
  }

  static final class First implements Merge<String> {
    @Override
    public String merge(List<String> parts) {
      return parts.get(0);
    }
  }

  static final class VoidWithMerge {
    @DirectTask(merge = First.class)
    static void send(@FanOut List<String> texts) {}
  }

  @Test
  void nothingCantBePutTogether() {
    assertThat(problem(VoidWithMerge.class))
        .contains("VoidWithMerge.send(List) returns nothing, so there is nothing for its merge");
  }

  static final class MergeOfNoParts {
    @DirectTask(merge = First.class)
    static String one(String text) {
      return text;
    }
  }

  @Test
  void aMergeNeedsParts() {
    assertThat(problem(MergeOfNoParts.class))
        .contains("MergeOfNoParts.one(String) has a merge but");
  }

  static final class WrongMerge {
    @DirectTask(merge = First.class)
    static Integer count(@FanOut List<String> texts) {
      return 0;
    }
  }

  static final class Halves implements Split<Set<String>> {
    @Override
    public List<Set<String>> split(Set<String> whole) {
      return List.of(whole);
    }
  }

  static final class WrongSplit {
    @DirectTask(split = Halves.class)
    static List<String> all(List<String> texts) {
      return texts;
    }
  }

  static final class RightSplit {
    @DirectTask(split = Halves.class)
    static Set<String> all(Set<String> texts) {
      return texts;
    }
  }

  static final class SplitOfWhat {
    @DirectTask(split = Halves.class)
    static Set<String> all(Set<String> texts, Set<String> more) {
      return texts;
    }
  }

  static final class NoConstructor implements Split<Set<String>> {
    NoConstructor(int parts) {}

    @Override
    public List<Set<String>> split(Set<String> whole) {
      return List.of(whole);
    }
  }

  static final class UnmakeableSplit {
    @DirectTask(split = NoConstructor.class)
    static Set<String> all(Set<String> texts) {
      return texts;
    }
  }

  @Test
  void splitAndMergeMustBeOfTheMethodsTypes() {
    assertThat(problem(WrongMerge.class))
        .contains("merge = First.class, which is a Merge<String> where Merge<Integer> is needed");
    assertThat(problem(WrongSplit.class))
        .contains("which is a Split<Set<String>> where Split<List<String>> is needed");
    assertThat(problem(SplitOfWhat.class)).contains("has a split and 2 parameters");
    assertThat(problem(UnmakeableSplit.class)).contains("of which no instance can be made");
    assertThat(Definitions.problems(List.of(RightSplit.class))).isEmpty();
  }

  static final class NotSplittable {
    @DirectTask
    static List<String> one(@FanOut String text) {
      return List.of(text);
    }
  }

  static final class NoChunk {
    @DirectTask
    static List<String> one(@FanOut(chunk = 0) List<String> texts) {
      return texts;
    }
  }

  static final class FannedContext {
    @DirectTask
    static void one(@FanOut TaskContext context) {}
  }

  static final class KeyOfAll {
    @DirectTask(key = "{customer}")
    static List<String> of(String customer, @FanOut List<String> texts) {
      return texts;
    }
  }

  @Test
  void aMethodOfAnAnonymousClassIsNamedByThatClass() {
    Object anonymous =
        new Object() {
          @DirectTask
          String it() {
            return "";
          }
        };

    assertThat(problem(anonymous.getClass()))
        .contains(anonymous.getClass().getName() + ".it() is in an anonymous class");
  }

  @Test
  void aKeyMustTellThePartsApart() {
    assertThat(problem(KeyOfAll.class)).contains("has the key \"{customer}\"").contains("{texts}");
  }

  @Test
  void theCommandLineMustBeAbleToMakeTheReceiver() {
    assertThat(Definitions.problems(List.of(NoProvider.class))).isEmpty();
    assertThat(Definitions.problemsAndCode(List.of(NoProvider.class)))
        .singleElement()
        .asString()
        .contains("NoProvider, which has no constructor without parameters");
  }

  @Test
  void fanOutIsForWhatCanBeCut() {
    assertThat(problem(NotSplittable.class)).contains("has @FanOut on a String");
    assertThat(problem(NoChunk.class)).contains("@FanOut(chunk = 0)");
    assertThat(problem(FannedContext.class)).contains("TaskContext, which is no argument");
  }

  static final class OpenTypes {
    @DirectTask
    static String one(Object anything) {
      return "";
    }

    @DirectTask
    static Runnable two() {
      return () -> {};
    }

    @DirectTask
    static <T> List<T> three(List<T> any) {
      return any;
    }
  }

  @Test
  void typesMustBeClosed() {
    assertThat(Definitions.problems(List.of(OpenTypes.class)))
        .hasSize(3)
        .anyMatch(p -> p.contains("OpenTypes.one") && p.contains("java.lang.Object"))
        .anyMatch(p -> p.contains("The result of task dev.heddle.direct.DefinitionsTest$OpenTypes"))
        .anyMatch(p -> p.contains("OpenTypes.three"));
  }

  interface Bodiless {
    @DirectTask
    String it();
  }

  static final class GivesExpression {
    @DirectTask
    static Expr<String> it() {
      throw new UnsupportedOperationException();
    }
  }

  static final class Both {
    @Task
    @DirectTask
    static String it() {
      return "";
    }
  }

  static final class BadTimeout {
    @DirectTask(timeout = "soon")
    static String it() {
      return "";
    }
  }

  static final class NoProvider {
    NoProvider(String needed) {}

    @DirectTask
    String it() {
      return "";
    }
  }

  record Accessed(int part) {
    @Override
    @DirectTask
    public int part() {
      return part;
    }
  }

  @Test
  void otherMistakesAreToldToo() {
    assertThat(problem(Accessed.class)).contains("Accessed.part() is an accessor");
    assertThat(problem(Bodiless.class)).contains("Bodiless.it() has no body in Java");
    assertThat(problem(GivesExpression.class)).contains("returns an expression");
    assertThat(problem(Both.class)).contains("is annotated @Task and @DirectTask");
    assertThat(problem(BadTimeout.class)).contains("@DirectTask of").contains("ISO 8601");
  }

  static final class Fine {
    @DirectTask
    static List<String> stream(@FanOut Stream<String> texts) {
      return texts.toList();
    }

    @DirectTask
    static CompletableFuture<int[]> future(@FanOut(chunk = 5) int[] numbers) {
      return CompletableFuture.completedFuture(numbers);
    }

    @DirectTask
    static void nothing(@FanOut List<String> texts) {}
  }

  @Test
  void whatIsFineIsFine() {
    assertThat(Definitions.problems(List.of(Fine.class))).isEmpty();
  }
}
