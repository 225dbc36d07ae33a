package dev.heddle.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./heddle} does before Java runs. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {
  @TempDir Path folder;
  private Checkout checkout;

  @BeforeEach
  void makeCheckout() {
    checkout = new Checkout(folder);
  }

  @AfterEach
  void letTheBackgroundFinish() {
    await().until(checkout::isQuiet);
  }

  @Test
  void buildsOnFirstUseAndNotAgain() {
    assertThat(checkout.start("log").err()).contains("building", "Heddle core");

    Checkout.Run second = checkout.start("log");

    assertThat(second.err()).isEmpty();
    assertThat(checkout.builds()).hasSize(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewer() {
    checkout.start("log").exitCode();

    checkout.edit();
    checkout.start("log").exitCode();

    assertThat(checkout.builds()).hasSize(2);
  }

  @Test
  void handsOverArgumentsFolderAndExitCode() throws Exception {
    Path cwd = Files.createDirectories(folder.resolve("some where"));

    Checkout.Run run =
        checkout.start(checkout.root().resolve("heddle"), cwd, "run", "a  b", "*", "", "fail");

    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.out())
        .contains("cwd=" + cwd.toRealPath())
        .endsWith("arg=run", "arg=a  b", "arg=*", "arg=", "arg=fail");
  }

  @Test
  void becomesJavaSoThatSignalsReachIt() {
    Checkout.Run run = checkout.start("log");

    assertThat(run.out()).contains("pid=" + run.process().pid());
  }

  @Test
  void writesNothingToStdoutOfItsOwn() {
    assertThat(checkout.start("log").out()).first().asString().startsWith("pid=");
  }

  @Test
  void startsThroughSymbolicLinks() throws Exception {
    Path absolute = folder.resolve("link 1");
    Files.createSymbolicLink(absolute, checkout.root().resolve("heddle"));
    Path relative = Files.createDirectories(folder.resolve("sub")).resolve("link 2");
    Files.createSymbolicLink(relative, Path.of("../link 1"));

    Checkout.Run run = checkout.start(relative, folder, "log");

    assertThat(run.out()).contains("arg=log");
    assertThat(checkout.builds()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flock", "no flock"})
  void buildsOnceWhenManyStartAtOnce(String lock) {
    if (lock.equals("no flock")) {
      checkout.without("flock");
    }

    List<Checkout.Run> runs = IntStream.range(0, 4).mapToObj(i -> checkout.start("log")).toList();

    assertThat(runs).allMatch(run -> run.exitCode() == 0);
    assertThat(checkout.builds()).hasSize(1);
  }

  @Test
  void survivesTheLockOfADeadProcess() throws Exception {
    checkout.without("flock");
    Path dist = Files.createDirectories(checkout.root().resolve("target/dist"));
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createSymbolicLink(dist.resolve("lock.pid"), Path.of(Long.toString(gone.pid())));

    assertThat(checkout.start("log").exitCode()).isZero();
    assertThat(dist.resolve("lock.pid")).doesNotExist();
  }

  @Test
  void saysWhyABuildFailedAndStartsNothing() throws Exception {
    Files.createFile(checkout.root().resolve("broken"));

    Checkout.Run run = checkout.start("log");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Foo.java:[1,1] no such thing", "build.log");
  }

  @Test
  void keepsTheBuildThatSomeoneMayRunFrom() {
    String first = jar(checkout.start("log"));

    checkout.edit();
    String second = jar(checkout.start("log"));
    checkout.edit();
    String third = jar(checkout.start("log"));

    assertThat(Path.of(first)).doesNotExist();
    assertThat(Path.of(second)).exists();
    assertThat(Path.of(third)).exists();
  }

  @Test
  void startsTheOlderBuildWhereThereIsNoMaven() {
    checkout.start("log").exitCode();
    checkout.edit();

    Checkout.Run run = checkout.without("mvn").start("log");

    assertThat(run.out()).contains("arg=log");
    assertThat(run.err()).contains("no mvn on the PATH");
  }

  @Test
  void saysWhatIsMissingWhereThereIsNeitherBuildNorMaven() {
    Checkout.Run run = checkout.without("mvn").start("log");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("needs Maven 3.8 or newer");
  }

  @Test
  void takesTheNewestJdkItFinds() {
    checkout.withoutVariable("HEDDLE_JAVA_HOME");
    checkout.jdk(".jdks/a", "17.0.1");
    Path newest = checkout.jdk(".sdkman/candidates/java/99-x", "99-ea");
    checkout.jdk(".jdks/z", "1.8.0_402");

    assertThat(checkout.start("log").out()).contains("java=" + newest.resolve("bin/java"));
  }

  @Test
  void takesJavaHomeBeforeANewerJdk() {
    checkout.withoutVariable("HEDDLE_JAVA_HOME");
    checkout.jdk(".jdks/newer", "99");
    Path mine = checkout.jdk("mine", "17.0.1");

    Checkout.Run run = checkout.with("JAVA_HOME", mine.toString()).start("log");

    assertThat(run.out()).contains("java=" + mine.resolve("bin/java"));
  }

  @Test
  void passesOverAJavaHomeThatIsTooOld() {
    checkout.withoutVariable("HEDDLE_JAVA_HOME");
    Path newest = checkout.jdk(".jdks/newer", "99");
    Path old = checkout.jdk("old", "11.0.2");

    Checkout.Run run = checkout.with("JAVA_HOME", old.toString()).start("log");

    assertThat(run.out()).contains("java=" + newest.resolve("bin/java"));
  }

  @Test
  void refusesAHeddleJavaHomeThatIsTooOld() {
    Path old = checkout.jdk("old", "11.0.2");

    Checkout.Run run = checkout.with("HEDDLE_JAVA_HOME", old.toString()).start("log");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains(old + " is no JDK 17 or newer");
  }

  @Test
  void startsFromTheArchiveThatTheFirstUseMade() {
    checkout.start("log").exitCode();

    assertThat(checkout.start("log").out()).anyMatch(line -> line.startsWith("arg=-XX:AOTCache="));
  }

  @Test
  void startsFromAClassArchiveOnAJdkWithoutAotCaches() {
    checkout.jdk("jdk", "17.0.1");
    checkout.start("log").exitCode();

    assertThat(checkout.start("log").out())
        .anyMatch(line -> line.startsWith("arg=-XX:SharedArchiveFile="));
  }

  @Test
  void givesUserCodeTheWholeCompilerAndShortCommandsTheQuickOne() {
    assertThat(checkout.start("run", "A.java").out())
        .contains("arg=-XX:+UseParallelGC")
        .doesNotContain("arg=-XX:TieredStopAtLevel=1");
    assertThat(checkout.start("log").out()).contains("arg=-XX:TieredStopAtLevel=1");
    assertThat(checkout.start("monitor").out())
        .as("a server stays small")
        .contains("arg=-Xmx128m")
        .doesNotContain("arg=-XX:TieredStopAtLevel=1");
  }

  @Test
  void putsTheOptionsOfTheUserLast() {
    List<String> out = checkout.with("HEDDLE_JAVA_OPTS", "-Xmx9m -Dx=*").start("log").out();

    assertThat(out).containsSubsequence("arg=-XX:+UseSerialGC", "arg=-Xmx9m", "arg=-Dx=*");
    assertThat(out).containsSubsequence("arg=-Dx=*", "arg=-jar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "LANG=C", "LC_ALL=POSIX", "LANG=de_DE", "LC_CTYPE=en_US.ISO-8859-1"})
  void readsUtf8InALocaleThatDoesNot(String setting) {
    set(setting);

    assertThat(checkout.start("log").out()).contains("locale=C.UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LANG=de_DE.UTF-8", "LC_CTYPE=en_US.utf8", "LANG=C.utf8"})
  void leavesALocaleThatReadsUtf8(String setting) {
    set(setting);

    assertThat(checkout.start("log").out()).contains("locale=");
  }

  @Test
  void seesThatTheStrongestVariableTakesUtf8Away() {
    set("LANG=de_DE.UTF-8");
    set("LC_ALL=C");

    assertThat(checkout.start("log").out()).contains("locale=C.UTF-8");
  }

  private void set(String setting) {
    if (!setting.isEmpty()) {
      String[] variable = setting.split("=", 2);
      checkout.with(variable[0], variable[1]);
    }
  }

  private static String jar(Checkout.Run run) {
    List<String> out = run.out();
    return out.get(out.indexOf("arg=-jar") + 1).substring("arg=".length());
  }
}
