import dev.heddle.FileRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is to be known of C sources to find out what belongs together. */
final class CSource {
  private static final Pattern INCLUDE =
      Pattern.compile("^\\s*#\\s*include\\s+\"([^\"]+)\"", Pattern.MULTILINE);
  private static final Pattern MAIN = Pattern.compile("^int\\s+main\\s*\\(", Pattern.MULTILINE);

  private CSource() {}

  /** A file and what it includes: names, not files, so that this stays true when one is edited. */
  record Scan(String file, List<String> includes) {}

  static Scan scan(FileRef file) {
    List<String> includes =
        INCLUDE.matcher(file.readString()).results().map(m -> m.group(1)).distinct().toList();
    return new Scan(file.name(), includes);
  }

  static boolean isProgram(FileRef source) {
    return MAIN.matcher(source.readString()).find();
  }

  /** Files not scanned yet: what was included, and for {@code x.h} the source {@code x.c}. */
  static Set<String> missing(List<Scan> scans, List<String> sources) {
    Set<String> missing = new TreeSet<>();
    for (Scan scan : scans) {
      for (String header : scan.includes()) {
        missing.add(header);
        String source = stem(header) + ".c";
        if (sources.contains(source)) {
          missing.add(source);
        }
      }
    }
    scans.forEach(scan -> missing.remove(scan.file()));
    return missing;
  }

  /** All headers that a source includes, directly or through other headers. */
  static Set<String> headers(String source, List<Scan> scans) {
    Map<String, Scan> byFile =
        scans.stream().collect(Collectors.toMap(Scan::file, Function.identity()));
    Set<String> headers = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(source));
    while (!open.isEmpty()) {
      Scan scan = byFile.get(open.pop());
      scan.includes().stream().filter(headers::add).forEach(open::push);
    }
    return headers;
  }

  /** A file's name without what follows the last dot. */
  static String stem(String file) {
    return file.substring(0, file.lastIndexOf('.'));
  }
}
