package dev.heddle.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.Lazy;
import dev.heddle.TaskRef;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Which package of core may see which: an arrow only ever points down {@link #ROOMS}. The face
 * holds two kinds of class: nouns, which all may see and which see nothing, and the doors with what
 * stands behind them, which see everything and which nothing sees.
 */
class ArrowsTest {
  /** From top to bottom. A package that is added to core has to find its place here. */
  static final List<String> ROOMS =
      List.of("direct", "work", "eval", "executor", "store", "task", "value", "expr", "config");

  private static final String FACE = "dev.heddle";
  private static final Set<String> DOOR_NAMES = Set.of(FACE + ".Heddle", FACE + ".Lazy");

  /** The classes beside Expr, wherever this build put them: never the tests. */
  static final JavaClasses CORE = new ClassFileImporter().importPath(classesFolder());

  /** What a method of a door takes: {@code Lazy.Fn2} is a noun, though it is nested in a door. */
  private static final DescribedPredicate<JavaClass> SHAPES =
      describe("shapes of functions", type -> type.isNestedClass() && type.isInterface());

  /**
   * A door, what is nested in one, and the classes behind it that the face does not show: those
   * {@code Lazy} and {@code Heddle} inherit from, and those that see the engine. (Other
   * package-private classes, such as what files are made of, are parts of nouns.)
   */
  private static final DescribedPredicate<JavaClass> DOORS =
      resideInAPackage(FACE)
          .and(not(SHAPES))
          .and(
              describe(
                  "of a door",
                  type ->
                      DOOR_NAMES.contains(topLevel(type).getName())
                          || isBehindADoor(topLevel(type))))
          .as("doors");

  private static final DescribedPredicate<JavaClass> NOUNS =
      resideInAPackage(FACE).and(not(DOORS)).as("nouns");

  /** A sealed type names what it permits, and a reference to a task names its task. */
  private static final DescribedPredicate<JavaClass> NOUNS_OF_THE_ALGEBRA =
      describe(
          "nouns of the algebra",
          type ->
              topLevel(type).isEquivalentTo(Expr.class)
                  || topLevel(type).isEquivalentTo(TaskRef.class));

  private static final DescribedPredicate<JavaClass> OURS =
      resideInAPackage(FACE + "..").as("ours");

  @Test
  void everyPackageHasItsPlace() {
    Set<String> places = ROOMS.stream().map(room -> FACE + "." + room).collect(Collectors.toSet());
    Set<String> found = CORE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    found.removeAll(Set.of(FACE, "")); // "": module-info

    assertThat(found).isEqualTo(places);
  }

  @ParameterizedTest
  @FieldSource("ROOMS")
  void aRoomSeesOnlyTheRoomsBelowItAndNouns(String room) {
    DescribedPredicate<JavaClass> visible = NOUNS;
    for (String below : ROOMS.subList(ROOMS.indexOf(room), ROOMS.size())) {
      // The settings at the bottom are seen by all, and see nobody.
      visible = visible.or(resideInAPackage(FACE + "." + below));
    }

    noClasses()
        .that()
        .resideInAPackage(FACE + "." + room)
        .should()
        .dependOnClassesThat(OURS.and(not(visible)).as("above " + room))
        .check(CORE);
  }

  @Test
  void nounsSeeOnlyNouns() {
    noClasses()
        .that(NOUNS)
        .and(not(NOUNS_OF_THE_ALGEBRA))
        .should()
        .dependOnClassesThat(OURS.and(not(NOUNS)).as("no nouns"))
        .check(CORE);
  }

  @Test
  void nounsOfTheAlgebraSeeOnlyNounsAndTheAlgebra() {
    noClasses()
        .that(NOUNS_OF_THE_ALGEBRA)
        .should()
        .dependOnClassesThat(
            OURS.and(not(NOUNS.or(resideInAPackage(FACE + ".expr")))).as("neither"))
        .check(CORE);
  }

  @Test
  void nothingSeesTheDoors() {
    assertThat(DOOR_NAMES).allMatch(CORE::contain);
    classes()
        .that(DOORS)
        .should()
        .onlyHaveDependentClassesThat(DOORS.or(not(OURS)).as("are doors"))
        .check(CORE);
  }

  private static Path classesFolder() {
    try {
      return Path.of(Expr.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isBehindADoor(JavaClass type) {
    return !type.getModifiers().contains(JavaModifier.PUBLIC)
        && (type.isAssignableFrom(Lazy.class)
            || type.isAssignableFrom(Heddle.class)
            || type.getDirectDependenciesFromSelf().stream()
                .anyMatch(seen -> seen.getTargetClass().getPackageName().startsWith(FACE + ".")));
  }

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(ArrowsTest::topLevel).orElse(type);
  }
}
