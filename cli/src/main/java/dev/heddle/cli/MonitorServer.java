package dev.heddle.cli;

import dev.heddle.monitor.HeddleMonitor;
import dev.heddle.monitor.MonitorOptions;
import dev.heddle.monitor.http.Password;
import dev.heddle.store.Store;
import java.io.Console;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What {@code heddle monitor} does: reads the secrets, serves, and ends in good order. */
final class MonitorServer {
  private static final int TOKEN_BYTES = 24;

  private final Session session;
  private final MonitorCommand command;

  MonitorServer(Session session, MonitorCommand command) {
    this.session = session;
    this.command = command;
  }

  int printHash() {
    session.out().println(Password.of(asked("Password"), new SecureRandom()).text());
    return Main.SUCCESS;
  }

  /** Serves until the process is told to stop, or this thread to give up. */
  int serve(Store store) {
    MonitorOptions options = options();
    if (options.isOpen() && !isLoopback(options.bind())) {
      throw new UsageException(
          "Everybody who reaches "
              + options.bind()
              + " could come in. Add --token (a new one is made and shown) or --user NAME");
    }
    CountDownLatch stopped = new CountDownLatch(1);
    try (HeddleMonitor monitor = HeddleMonitor.start(store, options)) {
      Thread hook = new Thread(() -> stop(monitor, store, stopped), "heddle-stop");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        tell(monitor, store, options);
        stopped.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        release(hook);
      }
    }
    return Main.SUCCESS;
  }

  /** By Ctrl-C or SIGTERM: open pages are told, the store is closed, and that is a success. */
  private void stop(HeddleMonitor monitor, Store store, CountDownLatch stopped) {
    monitor.close();
    store.close();
    session.screen().line("monitor stopped");
    stopped.countDown();
    Runtime.getRuntime().halt(Main.SUCCESS);
  }

  private static void release(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // it is at work, and will halt the process
    }
  }

  private void tell(HeddleMonitor monitor, Store store, MonitorOptions options) {
    session.out().println(monitor.url());
    session.out().flush();
    List<String> ways = new ArrayList<>();
    if (options.token() != null) {
      ways.add("the token");
    }
    options.users().keySet().stream().sorted().forEach(ways::add);
    Screen screen = session.screen();
    screen.line(
        screen.style().bold("monitor ready")
            + "  "
            + store.url()
            + ", "
            + (options.allowActions() ? "actions allowed" : "read-only")
            + ", for "
            + (ways.isEmpty() ? "everybody on this machine" : String.join(", ", ways))
            + "; Ctrl-C ends it");
    if (!isLoopback(options.bind())) {
      screen.line(
          "It listens at "
              + options.bind()
              + ", without encryption: put a server with TLS before it where the network is not"
              + " your own.");
    }
    if (command.open) {
      open(monitor.url());
    }
  }

  private MonitorOptions options() {
    try {
      MonitorOptions options =
          MonitorOptions.DEFAULT
              .withBind(command.bind)
              .withPort(command.port)
              .withActions(command.allowActions);
      for (String name : command.hostNames) {
        options = options.withHostName(name);
      }
      Optional<String> token = token();
      if (token.isPresent()) {
        options = options.withToken(token.get());
      }
      return withUsers(options);
    } catch (IllegalArgumentException e) {
      throw new UsageException(Names.message(e));
    }
  }

  private Optional<String> token() {
    if (command.tokenFile.isPresent()) {
      return Optional.of(text(command.tokenFile.get()).strip());
    }
    if (command.token.isPresent() && command.token.get().isEmpty()) {
      byte[] bytes = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(bytes);
      String made = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      session.screen().line("token  " + made);
      return Optional.of(made);
    }
    return command.token.or(() -> environment("HEDDLE_MONITOR_TOKEN"));
  }

  private MonitorOptions withUsers(MonitorOptions before) {
    MonitorOptions options = before;
    List<String> lines =
        command.passwordFile.map(file -> text(file).lines().toList()).orElse(List.of()).stream()
            .filter(line -> !line.isBlank())
            .toList();
    if (!lines.isEmpty() && command.users.size() != 1) {
      for (String line : lines) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
          throw new UsageException("The password file needs a line NAME:PASSWORD for each user");
        }
        options = options.withUser(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    for (String user : command.users) {
      if (options.users().containsKey(user)) {
        continue;
      }
      if (!lines.isEmpty() && command.users.size() != 1) {
        throw new UsageException("The password file has no line of " + user);
      }
      options = options.withUser(user, password(user, lines));
    }
    return options;
  }

  private String password(String user, List<String> lines) {
    if (!lines.isEmpty()) {
      String line = lines.get(0);
      return line.startsWith(user + ":") ? line.substring(user.length() + 1) : line;
    }
    return environment("HEDDLE_MONITOR_PASSWORD").orElseGet(() -> asked("Password of " + user));
  }

  private Optional<String> environment(String name) {
    return Optional.ofNullable(session.environment().get(name)).filter(text -> !text.isEmpty());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UsageException("The file " + file + " can't be read: " + e.getMessage());
    }
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 17 has none without a terminal; 22 reads its input
  private static String asked(String what) {
    Console console = System.console();
    if (console == null) {
      throw new UsageException(
          what + ": there is no terminal to ask on. Name a file: --password-file FILE");
    }
    char[] typed = console.readPassword("%s: ", what);
    if (typed == null || typed.length == 0) {
      throw new UsageException("No password was typed");
    }
    String password = new String(typed);
    Arrays.fill(typed, ' ');
    return password;
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new UsageException("There is no address " + address + " to bind to");
    }
  }

  /** A browser that can't be found is no reason to serve nobody. */
  private void open(String url) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    List<String> words =
        system.contains("mac")
            ? List.of("open", url)
            : system.contains("win")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", url)
                : List.of("xdg-open", url);
    try {
      new ProcessBuilder(words)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      session.screen().line("no browser could be started: open " + url);
    }
  }
}
