package dev.heddle.task;

import dev.heddle.HeddleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which user classes extend or implement which: an index of the class headers in the class
 * directories and in the task class's jar, made when first asked.
 */
final class Subtypes {
  private static final Logger LOG = LoggerFactory.getLogger(Subtypes.class);

  private final ProgramClasses program;
  private final ClassFiles files;
  private final ClassFiles.@Nullable Place home;
  private final Map<String, Set<String>> known = new HashMap<>();
  private @Nullable Map<String, Set<String>> direct;

  /**
   * @param home where the task class is
   */
  Subtypes(ProgramClasses program, ClassFiles files, ClassFiles.@Nullable Place home) {
    this.program = program;
    this.files = files;
    this.home = home;
  }

  /** The named user classes below a user class, in order of their names, without itself. */
  Set<String> of(String name) {
    Set<String> below = known.get(name);
    if (below == null) {
      below = find(name);
      known.put(name, below);
    }
    return below;
  }

  private Set<String> find(String name) {
    Map<String, Set<String>> index = direct;
    if (index == null) {
      index = index();
      direct = index;
    }
    Set<String> all = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(name));
    while (!open.isEmpty()) {
      for (String below : index.getOrDefault(open.remove(), Set.of())) {
        if (all.add(below)) {
          open.add(below);
        }
      }
    }
    Set<String> named = new TreeSet<>();
    for (String below : all) {
      if (program.isUser(below) && !program.isLocal(below)) {
        named.add(below);
      }
    }
    return named;
  }

  private Map<String, Set<String>> index() {
    Map<String, Set<String>> index = new HashMap<>();
    try {
      Set<Path> roots = new LinkedHashSet<>(files.roots());
      if (home != null && home.root() != null) {
        roots.add(home.root());
      }
      for (Path root : roots) {
        files.searched(root);
        for (Path file : CodeStamps.classFiles(root).keySet()) {
          String name = root.relativize(file).toString().replace('\\', '/');
          if (!program.rulesOut(name.substring(0, name.length() - ".class".length()))) {
            add(index, Files.readAllBytes(file), file);
          }
        }
      }
      if (home != null && home.root() == null && home.file() != null) {
        addJar(index, home.file());
      }
    } catch (IOException e) {
      throw new HeddleException("can't look for implementations in the class path", e);
    }
    return index;
  }

  private void addJar(Map<String, Set<String>> index, Path path) throws IOException {
    try (JarFile zip = new JarFile(path.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) zip.stream()::iterator) {
        String name = entry.getName();
        if (name.endsWith(".class")
            && program.countsInJar(name.substring(0, name.length() - ".class".length()))) {
          try (InputStream in = zip.getInputStream(entry)) {
            add(index, in.readAllBytes(), path);
          }
        }
      }
    }
  }

  private static void add(Map<String, Set<String>> index, byte[] bytes, Path from) {
    try {
      ClassReader header = new ClassReader(bytes);
      String name = header.getClassName();
      if (header.getSuperName() != null) {
        index.computeIfAbsent(header.getSuperName(), key -> new LinkedHashSet<>()).add(name);
      }
      for (String above : header.getInterfaces()) {
        index.computeIfAbsent(above, key -> new LinkedHashSet<>()).add(name);
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      LOG.debug("no class file, ignored file={} error={}", from, e.toString());
    }
  }
}
