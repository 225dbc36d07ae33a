import com.github.rjeschke.txtmark.Processor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Makes a site of a folder of Markdown pages. A program like any other; it knows of no Heddle. */
public final class Site {
  private Site() {}

  /** A page and what became of it. */
  record Page(String name, String html) {
    @Override
    public String toString() {
      byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
      return String.format("%-14s %5d bytes  %s", name, bytes.length, fingerprint(bytes));
    }
  }

  /**
   * Writes the pages of a folder as HTML into another one, and a line about each.
   *
   * @param args the folder of the pages, {@code pages} without it; and the other one, {@code site}
   */
  public static void main(String[] args) throws Exception {
    Path from = Path.of(args.length > 0 ? args[0] : "pages");
    Path to = Files.createDirectories(Path.of(args.length > 1 ? args[1] : "site"));
    for (Page page : render(from)) {
      Files.writeString(to.resolve(page.name()), page.html());
      System.out.println(page);
    }
  }

  /** Four pages at a time, in the order of their names. */
  private static List<Page> render(Path folder)
      throws IOException, InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Stream<Path> files = Files.list(folder)) {
      List<Future<Page>> rendered = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        rendered.add(threads.submit(() -> page(file)));
      }
      List<Page> pages = new ArrayList<>();
      for (Future<Page> page : rendered) {
        pages.add(page.get());
      }
      return pages;
    } finally {
      threads.shutdown();
    }
  }

  private static Page page(Path file) throws IOException {
    String name = file.getFileName().toString().replaceFirst("md$", "html");
    return new Page(name, Processor.process(Files.readString(file)));
  }

  private static String fingerprint(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
