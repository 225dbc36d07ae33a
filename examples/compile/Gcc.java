import dev.heddle.FileRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs the C compiler. */
final class Gcc {
  private Gcc() {}

  /** Makes a file; what the compiler complains of becomes the error's message. */
  static FileRef run(Path output, String... arguments) throws InterruptedException {
    List<String> command =
        Stream.concat(Stream.of("gcc", "-o", output.toString()), Stream.of(arguments)).toList();
    try {
      Files.createDirectories(output.toAbsolutePath().getParent());
      Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
      gcc.getOutputStream().close();
      String said = new String(gcc.getInputStream().readAllBytes(), Charset.defaultCharset());
      if (gcc.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + "\n" + said.stripTrailing());
      }
      return FileRef.of(output);
    } catch (IOException e) {
      throw new UncheckedIOException("This example needs gcc on the PATH: " + e.getMessage(), e);
    }
  }
}
