package dev.heddle.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.heddle.executor.CurrentBody;
import dev.heddle.task.BodyEntry;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Test;

/**
 * The house rules that a machine can check: names that say the role, no state in statics, no stray
 * output.
 */
class HouseRulesTest {
  private static final JavaClasses CORE = ArrowsTest.CORE;

  @Test
  void namesSayTheRoleAndNotThePattern() {
    noClasses().should().haveNameMatching(".*(Utils?|Helpers?|Manager|Impl)").check(CORE);
  }

  @Test
  void logsGoThroughSlf4j() {
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CORE);
  }

  @Test
  void theLibraryPrintsNothing() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
  }

  @Test
  void staticFieldsAreFinal() {
    fields().that().areStatic().should().beFinal().check(CORE);
  }

  /**
   * A plain method can be known as a body only by the thread it runs on: CurrentBody and BodyEntry
   * say so.
   */
  @Test
  void noStaticHoldsState() {
    noFields()
        .that()
        .areStatic()
        .and()
        .areNotDeclaredIn(CurrentBody.class)
        .and()
        .areNotDeclaredIn(BodyEntry.class)
        .should()
        .haveRawType(ConcurrentMap.class)
        .orShould()
        .haveRawType(ThreadLocal.class)
        .orShould()
        .haveRawType(resideInAPackage("java.util.concurrent.atomic").as("an atomic"))
        .check(CORE);
  }
}
