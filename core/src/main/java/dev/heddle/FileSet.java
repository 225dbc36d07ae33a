package dev.heddle;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The files that match a pattern, as a value, keyed by the pattern and by the names and contents of
 * the files that match it now: one more, one less, one changed is another value.
 *
 * <p>The pattern is a path with {@code *} (any characters but {@code /}), {@code **} (any folders,
 * also none), {@code ?}, {@code [abc]} and <code>{a,b}</code> in it, as in {@code data/*.csv} or
 * {@code src/**}{@code /*.c}. What is before its first such part is the folder looked through, by
 * the rules of {@link DirRef}; if there is no such folder, no file matches.
 *
 * <p>Immutable: the object is a reference.
 */
public final class FileSet implements External {
  private final String folder;
  private final String pattern;
  private final @Nullable String recorded;
  private final Map<String, String> recordedFiles;

  private FileSet(
      String folder, String pattern, @Nullable String recorded, Map<String, String> recordedFiles) {
    this.folder = folder;
    this.pattern = pattern;
    this.recorded = recorded;
    this.recordedFiles = recordedFiles;
  }

  /** The files that match the pattern. */
  public static FileSet of(String pattern) {
    int wild = firstWild(pattern);
    int cut = pattern.lastIndexOf('/', wild) + 1;
    return of(cut == 0 ? "." : pattern.substring(0, cut), pattern.substring(cut));
  }

  /**
   * The files in the folder whose relative name matches the pattern.
   *
   * @param folder a path or URI, taken as it is
   */
  public static FileSet of(String folder, String pattern) {
    matchers(pattern); // a wrong pattern is refused here
    return new FileSet(Place.location(folder), pattern, null, Map.of());
  }

  private static int firstWild(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if ("*?[{".indexOf(pattern.charAt(i)) >= 0) {
        return i;
      }
    }
    return pattern.length();
  }

  private static List<PathMatcher> matchers(String pattern) {
    try {
      return variants(pattern).stream()
          .map(p -> FileSystems.getDefault().getPathMatcher("glob:" + p))
          .toList();
    } catch (PatternSyntaxException e) {
      throw new HeddleException("\"" + pattern + "\" is no pattern: " + e.getDescription(), e);
    }
  }

  /** A {@code **} between slashes also stands for no folder at all. */
  private static List<String> variants(String pattern) {
    List<String> variants = new ArrayList<>(List.of(pattern));
    int at = pattern.startsWith("**/") ? 0 : pattern.indexOf("/**/") + 1;
    if (at > 0 || pattern.startsWith("**/")) {
      String before = pattern.substring(0, at);
      for (String rest : variants(pattern.substring(at + 3))) {
        variants.add(before + rest);
        variants.add(before + "**/" + rest);
      }
    }
    return variants;
  }

  /** The same set with what a record holds of it. The engine uses this on reading. */
  public FileSet withRecorded(String hex, Map<String, String> files) {
    return new FileSet(folder, pattern, hex, Map.copyOf(files));
  }

  /** The folder looked through, as it was given. */
  public String folder() {
    return folder;
  }

  /** The pattern of the names relative to the folder. */
  public String pattern() {
    return pattern;
  }

  @Override
  public String location() {
    return FolderWalk.child(folder, pattern);
  }

  @Override
  public Optional<String> recordedDigest() {
    return Optional.ofNullable(recorded);
  }

  /**
   * Relative names and digests of the files when this was recorded, if they were few; else empty.
   */
  public Map<String, String> recordedFiles() {
    return recordedFiles;
  }

  /** The names of the files that match now, relative to the folder, in sorted order. */
  public List<String> names() {
    List<PathMatcher> matchers = matchers(pattern);
    try {
      return FolderWalk.names(folder).stream()
          .filter(name -> matchers.stream().anyMatch(m -> m.matches(Path.of(name))))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw Place.failed("list", folder, e);
    }
  }

  /** The files that match now, in the order of their names. */
  public List<FileRef> files() {
    return names().stream().map(n -> FileRef.of(FolderWalk.child(folder, n))).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileSet s && s.folder.equals(folder) && s.pattern.equals(pattern);
  }

  @Override
  public int hashCode() {
    return folder.hashCode() * 31 + pattern.hashCode();
  }

  /** The location. */
  @Override
  public String toString() {
    return location();
  }
}
