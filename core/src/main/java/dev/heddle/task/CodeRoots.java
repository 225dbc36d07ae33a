package dev.heddle.task;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which classes are the user's own code and so count in code hashes (LANGUAGE §3.2): those in class
 * directories, those of script loaders, those that share the task class's first two package
 * segments, and what the configuration adds or cuts. The platform and Heddle's own packages never
 * count.
 *
 * <p>A pattern is a class name with dots in which {@code *} stands for anything within a segment
 * and {@code **} for anything; a pattern without a star is a prefix that ends at a dot or {@code
 * $}, so {@code com.acme.billing} is that package and everything below, or that class.
 */
public final class CodeRoots {
  private static final List<String> PLATFORM =
      List.of("java/", "javax/", "jdk/", "sun/", "com/sun/");
  private static final String LIBRARY = "dev/heddle/";
  private static final Set<String> LIBRARY_PACKAGES =
      Set.of(
          "agent",
          "cli",
          "config",
          "direct",
          "eval",
          "executor",
          "expr",
          "monitor",
          "store",
          "task",
          "testkit",
          "value",
          "work");

  private final List<Pattern> include;
  private final List<Pattern> exclude;
  private final Predicate<ClassLoader> scripts;
  private final String fingerprint;

  /**
   * @param include patterns of classes that count although no other rule says so
   * @param exclude patterns of classes that never count; stronger than {@code include}
   * @param scripts tells whether a loader is one that holds script classes
   */
  public CodeRoots(List<String> include, List<String> exclude, Predicate<ClassLoader> scripts) {
    this.include = include.stream().map(CodeRoots::pattern).toList();
    this.exclude = exclude.stream().map(CodeRoots::pattern).toList();
    this.scripts = scripts;
    this.fingerprint = "+" + include + "-" + exclude;
  }

  /** The rules without any configuration. */
  public static CodeRoots standard() {
    return new CodeRoots(List.of(), List.of(), loader -> false);
  }

  /** Whether classes that this loader itself defines are script classes. */
  boolean isScriptLoader(ClassLoader loader) {
    return scripts.test(loader);
  }

  /** Whether the name alone rules the class out. */
  boolean rulesOut(String internalName) {
    return isPlatform(internalName)
        || isLibrary(internalName)
        || (!exclude.isEmpty() && matches(exclude, internalName));
  }

  /** Whether the configuration asks for the class; {@link #rulesOut} is stronger. */
  boolean asksFor(String internalName) {
    return !include.isEmpty() && matches(include, internalName);
  }

  /** Two equal texts mean the same configuration. */
  String fingerprint() {
    return fingerprint;
  }

  static boolean isPlatform(String internalName) {
    for (String prefix : PLATFORM) {
      if (internalName.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** The first two package segments with a closing slash; shorter for shallower packages. */
  static String family(String internalName) {
    int first = internalName.indexOf('/');
    if (first < 0) {
      return "";
    }
    int second = internalName.indexOf('/', first + 1);
    return internalName.substring(0, (second < 0 ? first : second) + 1);
  }

  /** Whether the class belongs to the family of packages that {@link #family} gave. */
  static boolean isOfFamily(String internalName, String family) {
    return family.isEmpty() ? internalName.indexOf('/') < 0 : internalName.startsWith(family);
  }

  private static boolean isLibrary(String internalName) {
    if (!internalName.startsWith(LIBRARY)) {
      return false;
    }
    int end = internalName.indexOf('/', LIBRARY.length());
    return end < 0 || LIBRARY_PACKAGES.contains(internalName.substring(LIBRARY.length(), end));
  }

  private static boolean matches(List<Pattern> patterns, String internalName) {
    String name = internalName.replace('/', '.');
    return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
  }

  private static Pattern pattern(String text) {
    if (text.indexOf('*') < 0) {
      String prefix = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
      return Pattern.compile(Pattern.quote(prefix) + "([.$].*)?");
    }
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '*') {
        regex.append(Pattern.quote(String.valueOf(c)));
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '*') {
        regex.append(".*");
        i++;
      } else {
        regex.append("[^.]*");
      }
    }
    return Pattern.compile(regex.toString());
  }
}
