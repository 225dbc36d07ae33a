package dev.heddle.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code heddle monitor}: the web pages. Nothing of the server is named here, so that its classes
 * are loaded by this command alone.
 */
@Command(
    name = "monitor",
    description = "Serve web pages that show what runs, what ran, and why; until it is stopped.",
    footer = {
      "",
      "A token may stand in HEDDLE_MONITOR_TOKEN, a password in HEDDLE_MONITOR_PASSWORD."
    },
    mixinStandardHelpOptions = true)
final class MonitorCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Where to listen; ${DEFAULT-VALUE}. 0 for any port that is free.")
  int port = 8765;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "The address to listen at; ${DEFAULT-VALUE}. One that others reach needs a token or a"
              + " user.")
  String bind = "127.0.0.1";

  @Option(
      names = "--host-name",
      paramLabel = "NAME",
      description = "A further name by which browsers ask for this server.")
  List<String> hostNames = new ArrayList<>();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Let in who has this token of at least 16 characters. Without one behind it, a new one is"
              + " made and shown.")
  Optional<String> token = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "The same from a file, which others on this machine can't see.")
  Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Let in this user, with a password that is asked for or stands in a file.")
  List<String> users = new ArrayList<>();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "The password of the one user, or a line NAME:PASSWORD for each; in the clear, or as"
              + " --hash-password prints it.")
  Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--hash-password",
      description = "Ask for a password, print what a file may have in its stead, and end.")
  boolean hashPassword;

  @Option(
      names = "--allow-actions",
      description = "Let pages cancel and retry; else they only show.")
  boolean allowActions;

  @Option(names = "--open", description = "Open the first page in the browser.")
  boolean open;

  @Option(names = "--store", paramLabel = "URL", description = StoreDoor.KEPT)
  private Optional<String> url = Optional.empty();

  MonitorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    MonitorServer server = new MonitorServer(session, this);
    if (hashPassword) {
      return server.printHash();
    }
    return StoreDoor.read(session, url, server::serve);
  }
}
