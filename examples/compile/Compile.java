import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.value;

import dev.heddle.Default;
import dev.heddle.Expr;
import dev.heddle.FileRef;
import dev.heddle.FileSet;
import dev.heddle.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A build tool in a hundred lines: C sources to objects to programs, each made once. */
public final class Compile {
  private Compile() {}

  /** A folder of C sources, by names only: so an edit of one does not concern the others. */
  public record Tree(Path folder, List<String> sources) {
    List<FileRef> files(Set<String> names) {
      return names.stream().map(name -> FileRef.of(folder.resolve(name))).toList();
    }

    Path output(String name) {
      return folder.resolveSibling("build").resolve(name);
    }
  }

  /** One object to be made: a source, and all headers that it includes, directly or not. */
  public record Unit(FileRef source, List<FileRef> headers, Path object) {}

  /** Every program of a folder: a source with a main function is one. */
  @Task
  public static Expr<List<FileRef>> all(@Default("examples/compile/src/*.c") FileSet sources) {
    Tree tree = new Tree(Path.of(sources.folder()), sources.names());
    List<String> programs =
        sources.files().stream().filter(CSource::isProgram).map(FileRef::name).toList();
    return each(Compile::program, programs, tree);
  }

  /** One program. What it is made of is not known yet: {@link #objects} finds that out. */
  @Task
  public static Expr<FileRef> program(String source, Tree tree) {
    Expr<List<CSource.Scan>> scan = each(Compile::scan, tree.files(Set.of(source)));
    return lazy(
        Compile::link,
        lazy(Compile::objects, scan, value(List.of()), value(tree)),
        tree.output(CSource.stem(source)));
  }

  /** What a file includes. Two programs that share a file share this call. */
  @Task
  public static CSource.Scan scan(FileRef file) {
    return CSource.scan(file);
  }

  /** Follows what was found until nothing new turns up, and then compiles it. */
  @Task
  public static Expr<List<FileRef>> objects(
      List<CSource.Scan> found, List<CSource.Scan> known, Tree tree) {
    List<CSource.Scan> scans = Stream.concat(known.stream(), found.stream()).toList();
    Set<String> missing = CSource.missing(scans, tree.sources());
    if (!missing.isEmpty()) {
      return lazy(Compile::objects, each(Compile::scan, tree.files(missing)), scans, tree);
    }
    List<Unit> units =
        scans.stream()
            .map(CSource.Scan::file)
            .filter(name -> name.endsWith(".c"))
            .sorted()
            .map(name -> unit(name, scans, tree))
            .toList();
    return each(Compile::object, units);
  }

  private static Unit unit(String source, List<CSource.Scan> scans, Tree tree) {
    return new Unit(
        FileRef.of(tree.folder().resolve(source)),
        tree.files(CSource.headers(source, scans)),
        tree.output(CSource.stem(source) + ".o"));
  }

  /** Compiles one source. Its headers are arguments too, so an edit of one of them counts. */
  @Task
  public static FileRef object(Unit unit) throws InterruptedException {
    return Gcc.run(unit.object(), "-O1", "-Wall", "-c", unit.source().location());
  }

  /** Links a program. If its objects come out as they were, it is not linked again. */
  @Task
  public static FileRef link(List<FileRef> objects, Path program) throws InterruptedException {
    return Gcc.run(program, objects.stream().map(FileRef::location).toArray(String[]::new));
  }
}
