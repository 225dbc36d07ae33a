import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.value;

import dev.heddle.Default;
import dev.heddle.Expr;
import dev.heddle.FileRef;
import dev.heddle.FileSet;
import dev.heddle.Task;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Files in, a file out: the most frequent words of some texts. */
public final class WordCount {
  private static final Pattern WORD = Pattern.compile("\\p{L}+(['’]\\p{L}+)*");

  private WordCount() {}

  /** How often each word is in one text. A file is its content: runs again when that changed. */
  @Task
  public static Map<String, Integer> count(FileRef text) {
    return WORD.matcher(text.readString().toLowerCase(Locale.ROOT))
        .results()
        .collect(Collectors.toMap(MatchResult::group, word -> 1, Integer::sum, TreeMap::new));
  }

  /** The counts of several texts together. */
  @Task
  public static Map<String, Integer> merge(List<Map<String, Integer>> counts) {
    Map<String, Integer> all = new TreeMap<>();
    for (Map<String, Integer> one : counts) {
      one.forEach((word, times) -> all.merge(word, times, Integer::sum));
    }
    return all;
  }

  /** Writes the most frequent words. If the file is deleted or edited, this runs again. */
  @Task
  public static FileRef write(Path report, Map<String, Integer> counts, int top) {
    List<String> lines =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(top)
            .map(entry -> String.format(Locale.ROOT, "%5d  %s", entry.getValue(), entry.getKey()))
            .toList();
    return FileRef.of(report).writeLines(lines);
  }

  /** A set of files is the files that match now: one more, one less, one changed is another set. */
  @Task
  public static Expr<FileRef> report(
      @Default("examples/wordcount/texts/*.txt") FileSet texts,
      @Default("examples/wordcount/build/words.txt") Path report,
      @Default("10") int top) {
    return lazy(
        WordCount::write,
        value(report),
        lazy(WordCount::merge, each(WordCount::count, texts.files())),
        value(top));
  }
}
