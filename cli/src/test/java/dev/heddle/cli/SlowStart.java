package dev.heddle.cli;

import static org.awaitility.Awaitility.await;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The program on a machine on which whoever starts a worker comes late: the line that it is ready
 * is only written when the process is ending.
 */
final class SlowStart {
  private SlowStart() {}

  public static void main(String[] words) {
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            if (line.contains(" ready ")) {
              await().atMost(Duration.ofMinutes(1)).until(SlowStart::isStopping);
            }
            super.println(line);
          }
        };
    Screen screen = new Screen(err, StandardCharsets.UTF_8, Style.PLAIN, false, 120);
    Session session = new Session(System.out, screen, Map.of(), Path.of(""));
    System.exit(Main.run(session, List.of(words)));
  }

  private static boolean isStopping() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("heddle-stop"));
  }
}
