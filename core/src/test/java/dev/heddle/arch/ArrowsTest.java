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
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Which package of core may see which: an arrow only ever points down {@link #ROOMS}. The face
 * holds two kinds of class: nouns, which all may see and which see nothing, and the two doors,
 * which see everything and which nothing sees.
 */
class ArrowsTest {
  /** From top to bottom. A package that is added to core has to find its place here. */
  static final List<String> ROOMS =
      List.of("eval", "executor", "store", "task", "value", "expr", "config");

  private static final String FACE = "dev.heddle";

  /** The doors, with the package-private classes that {@code Lazy} is made of. */
  private static final Set<String> DOOR_NAMES =
      Stream.of("Heddle", "Lazy", "Calls", "Eaches", "Refs", "Apply")
          .map(name -> FACE + "." + name)
          .collect(Collectors.toSet());

  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("module-info"))
          .importPackages(FACE);

  /**
   * A door, or anything nested in one, such as a builder; but the functional interfaces nested in
   * {@code Lazy} are nouns: {@code Expr.map} takes one.
   */
  private static final DescribedPredicate<JavaClass> DOORS =
      describe(
          "doors",
          type ->
              DOOR_NAMES.contains(topLevel(type).getName())
                  && !type.isAnnotatedWith(FunctionalInterface.class));

  private static final DescribedPredicate<JavaClass> NOUNS =
      resideInAPackage(FACE).and(not(DOORS)).as("nouns");

  private static final DescribedPredicate<JavaClass> OURS =
      resideInAPackage(FACE + "..").as("ours");

  /** A sealed type has to name its nodes, and a reference holds what a call node holds. */
  private static final DescribedPredicate<JavaClass> NOUNS_OF_THE_ALGEBRA =
      describe(
          "nouns of the algebra",
          type -> Set.of(FACE + ".Expr", FACE + ".TaskRef").contains(topLevel(type).getName()));

  @Test
  void everyPackageHasItsPlace() {
    Set<String> places = ROOMS.stream().map(room -> FACE + "." + room).collect(Collectors.toSet());
    Set<String> found = CORE.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    found.remove(FACE);

    assertThat(places).containsAll(found);
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
        .allowEmptyShould(true)
        .check(CORE);
  }

  @Test
  void nounsSeeOnlyNouns() {
    noClasses()
        .that(NOUNS.and(not(NOUNS_OF_THE_ALGEBRA)))
        .should()
        .dependOnClassesThat(OURS.and(not(NOUNS)).as("no nouns"))
        .check(CORE);
  }

  @Test
  void nounsOfTheAlgebraSeeOnlyNounsAndTheAlgebra() {
    DescribedPredicate<JavaClass> algebra = resideInAPackage(FACE + ".expr");

    noClasses()
        .that(NOUNS_OF_THE_ALGEBRA)
        .should()
        .dependOnClassesThat(OURS.and(not(NOUNS.or(algebra))).as("neither"))
        .check(CORE);
  }

  @Test
  void nothingSeesTheDoors() {
    Set<String> doors =
        CORE.stream()
            .filter(DOORS)
            .map(type -> topLevel(type).getName())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(DOOR_NAMES).containsAll(doors);
    classes()
        .that(DOORS)
        .should()
        .onlyHaveDependentClassesThat(DOORS.or(not(OURS)).as("are doors"))
        .allowEmptyShould(true)
        .check(CORE);
  }

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(ArrowsTest::topLevel).orElse(type);
  }
}
