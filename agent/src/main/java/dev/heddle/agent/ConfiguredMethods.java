package dev.heddle.agent;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.Type;

/**
 * The methods that {@code heddle.toml} makes direct tasks: {@code com.acme.Foo.bar}, all of that
 * name, or {@code com.acme.Foo.bar(int,String)}, the one with parameters of these simple or whole
 * names. Immutable.
 */
public final class ConfiguredMethods {
  /** None. */
  public static final ConfiguredMethods NONE = new ConfiguredMethods(List.of());

  private final Map<String, Set<String>> byClass = new LinkedHashMap<>();

  /**
   * Reads the entries of the setting {@code direct.methods}.
   *
   * @throws IllegalArgumentException if one names no class and method
   */
  public ConfiguredMethods(Collection<String> entries) {
    for (String entry : entries) {
      String text = entry.replaceAll("\\s", "");
      int open = text.indexOf('(');
      int dot = text.lastIndexOf('.', open < 0 ? text.length() : open);
      if (dot < 1 || dot == text.length() - 1 || (open >= 0 && !text.endsWith(")"))) {
        throw new IllegalArgumentException(
            "direct.methods: \""
                + entry
                + "\" names no method: write com.acme.Foo.bar, or com.acme.Foo.bar(int,String) for"
                + " one of several");
      }
      byClass
          .computeIfAbsent(text.substring(0, dot), name -> new LinkedHashSet<>())
          .add(text.substring(dot + 1));
    }
  }

  /** The classes that a loader does not find: of another program, or misspelled. */
  public List<String> missing(ClassLoader loader) {
    return byClass.keySet().stream()
        .filter(name -> loader.getResource(name.replace('.', '/') + ".class") == null)
        .toList();
  }

  /** Whether a class has such methods. */
  public boolean has(String className) {
    return byClass.containsKey(className);
  }

  /** What is asked for of a class, as written. */
  Set<String> of(String className) {
    return byClass.getOrDefault(className, Set.of());
  }

  /** Whether one written so is this method. */
  static boolean names(String written, MethodId method) {
    if (!written.contains("(")) {
      return written.equals(method.name());
    }
    List<String> whole =
        Stream.of(Type.getArgumentTypes(method.descriptor())).map(Type::getClassName).toList();
    return written.equals(signature(method, whole)) || written.equals(simple(method));
  }

  /** As people write it: with the simple names of the parameter types. */
  static String simple(MethodId method) {
    return signature(
        method,
        Stream.of(Type.getArgumentTypes(method.descriptor()))
            .map(type -> simple(type.getClassName()))
            .toList());
  }

  private static String signature(MethodId method, List<String> parameters) {
    return parameters.stream().collect(Collectors.joining(",", method.name() + "(", ")"));
  }

  private static String simple(String name) {
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }
}
