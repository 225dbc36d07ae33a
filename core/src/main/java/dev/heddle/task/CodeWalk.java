package dev.heddle.task;

import dev.heddle.HeddleException;
import dev.heddle.value.Hash;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what code a task consists of (DESIGN §5 "Code", LANGUAGE §3): its own method, and
 * everything in the user's code that it can reach, hashed in a form that comments, formatting,
 * moved lines, renamed locals, unrelated members and the choice of compiler do not change.
 *
 * <p>Reads class <em>files</em>, as resources of the task class's own loader, so agents that change
 * classes in memory change no hash. Every class is read once per instance: keep one for all tasks
 * of a process, and make a new one when class files may have changed. With a {@link CodeMemory}, a
 * later process whose class files are the same takes the result from there and loads no bytecode
 * library.
 *
 * <p>Thread-safe; walks run one at a time.
 */
public final class CodeWalk {
  private final CodeRoots roots;
  private final CodeMemory memory;
  private final long takenAt;
  private final Map<String, Hash> checked = new HashMap<>();
  private final Map<ClassLoader, ClassFiles> classFiles = new HashMap<>();
  private final Map<ProgramKey, ProgramWalk> walks = new HashMap<>();

  /** Tasks share what is known of their classes if the same classes count for them. */
  private record ProgramKey(ClassFiles files, String family, @Nullable Path home) {}

  /** A walk that remembers nothing between processes. */
  public CodeWalk(CodeRoots roots) {
    this(roots, CodeMemory.none());
  }

  public CodeWalk(CodeRoots roots, CodeMemory memory) {
    this(roots, memory, InstantSource.system());
  }

  /**
   * @param clock tells how old class files are; young ones are stamped by content
   */
  public CodeWalk(CodeRoots roots, CodeMemory memory, InstantSource clock) {
    this.roots = roots;
    this.memory = memory;
    this.takenAt = clock.millis();
  }

  /**
   * The code of the task that is this method.
   *
   * @param hashIncludes classes all of whose members count although the walk may not reach them
   * @throws HeddleException if a class file can't be found, read or understood
   */
  public synchronized TaskCode walk(Method method, Class<?>[] hashIncludes) {
    Class<?> declaring = method.getDeclaringClass();
    ClassLoader own = declaring.getClassLoader();
    ClassLoader loader = own == null ? ClassLoader.getSystemClassLoader() : own;
    String name = declaring.getName().replace('.', '/');
    ClassFiles files = classFiles.computeIfAbsent(loader, at -> new ClassFiles(at, takenAt));
    ClassFiles.@Nullable Place place = files.find(name).orElse(null);
    String key = key(method, loader, place, hashIncludes);
    Optional<RememberedCode> remembered = memory.get(key).flatMap(RememberedCode::read);
    if (remembered.isPresent() && remembered.get().stamps().stillHold(checked)) {
      return remembered.get().code();
    }
    TaskCode code = program(files, name, place).walk(method, hashIncludes);
    files.stamps().ifPresent(stamps -> memory.put(key, new RememberedCode(stamps, code).toBytes()));
    return code;
  }

  private ProgramWalk program(ClassFiles files, String name, ClassFiles.@Nullable Place place) {
    String family = roots.rulesOut(name) ? name : CodeRoots.family(name);
    ProgramKey key = new ProgramKey(files, family, place == null ? null : place.home());
    return walks.computeIfAbsent(key, at -> new ProgramWalk(roots, files, name, place));
  }

  private String key(
      Method method,
      ClassLoader loader,
      ClassFiles.@Nullable Place place,
      Class<?>[] hashIncludes) {
    return String.join(
        "\n",
        "format " + RememberedCode.FORMAT,
        "java " + Runtime.version(),
        "roots " + roots.fingerprint(),
        "scope " + TaskName.scope(method.getDeclaringClass().getName(), loader),
        "class " + (place == null ? "" : place.url()),
        "method " + method.toString(),
        "includes " + Arrays.stream(hashIncludes).map(Class::getName).toList());
  }
}
