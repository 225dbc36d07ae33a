package dev.heddle.cli.script;

import com.sun.source.tree.ClassTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import dev.heddle.value.FileStamp;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * One compilation in this process. Its classes load the compiler, so a cached run never sees them.
 */
final class Javac {
  /** What a compilation read and said. */
  record Outcome(
      boolean ok,
      String messages,
      List<String> classes,
      Map<Path, FileStamp> read,
      Set<String> packages) {}

  private Javac() {}

  static boolean isHere() {
    return ToolProvider.getSystemJavaCompiler() != null;
  }

  /** Compiles a file and the sources it refers to into a folder. */
  static Outcome compile(Source source, ClassPath classPath, Path target) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(target));
      files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of(source.root()));
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath.entries());
      SearchedPackages searched = new SearchedPackages(files);
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  messages,
                  searched,
                  null,
                  List.of("-parameters", "-g", "-implicit:class", "-proc:none", "-Xprefer:source"),
                  null,
                  files.getJavaFileObjects(source.file()));
      ReadSources read = new ReadSources(source);
      task.addTaskListener(read);
      boolean ok = task.call();
      return new Outcome(ok, messages.toString(), read.classes, read.files, searched.packages);
    }
  }

  /** Notes where javac looks for sources. */
  private static final class SearchedPackages
      extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Set<String> packages = new TreeSet<>();

    SearchedPackages(StandardJavaFileManager files) {
      super(files);
    }

    @Override
    public Iterable<JavaFileObject> list(
        Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
        throws IOException {
      if (location == StandardLocation.SOURCE_PATH) {
        packages.add(packageName);
      }
      return super.list(location, packageName, kinds, recurse);
    }
  }

  /** Notes each source with its stamp just before javac reads it. */
  private static final class ReadSources implements TaskListener {
    private final Source script;
    private final Map<Path, FileStamp> files = new LinkedHashMap<>();
    private final List<String> classes = new ArrayList<>();

    ReadSources(Source script) {
      this.script = script;
    }

    @Override
    public void started(TaskEvent event) {
      if (event.getKind() != TaskEvent.Kind.PARSE) {
        return;
      }
      Path file = Path.of(event.getSourceFile().toUri());
      try {
        files.put(file, FileStamp.of(file));
      } catch (IOException e) {
        // javac is about to say so itself, in its own words
      }
    }

    @Override
    public void finished(TaskEvent event) {
      if (event.getKind() != TaskEvent.Kind.PARSE
          || !Path.of(event.getSourceFile().toUri())
              .equals(script.file().toAbsolutePath().normalize())) {
        return;
      }
      String prefix = script.packageName().isEmpty() ? "" : script.packageName() + ".";
      for (var declared : event.getCompilationUnit().getTypeDecls()) {
        if (declared instanceof ClassTree type) {
          String name = prefix + type.getSimpleName();
          classes.add(name.equals(script.className()) ? 0 : classes.size(), name);
        }
      }
    }
  }
}
