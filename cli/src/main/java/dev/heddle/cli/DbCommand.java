package dev.heddle.cli;

import dev.heddle.config.Passwords;
import dev.heddle.config.Settings;
import dev.heddle.store.StoreAdmin;
import dev.heddle.store.StoreInfo;
import dev.heddle.store.Stores;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code heddle db}: the store as a whole, and its schema. */
@Command(
    name = "db",
    description =
        "Show the store as a whole, bring its schema up to date, or print the SQL for it.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class DbCommand implements Runnable {
  @CommandLine.Spec private CommandSpec spec = CommandSpec.create();

  /** The command with those under it. */
  static CommandLine line(Session session) {
    return new CommandLine(new DbCommand())
        .addSubcommand(new Info(session))
        .addSubcommand(new Migrate(session))
        .addSubcommand(new PrintSql(session));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command: info, migrate or print-sql.");
  }

  /** What the three share. */
  private abstract static class OfStore implements Callable<Integer> {
    final Session session;

    @Option(names = "--store", paramLabel = "URL", description = StoreDoor.KEPT)
    private Optional<String> url = Optional.empty();

    OfStore(Session session) {
      this.session = session;
    }

    /**
     * Of the store that the option names, or else the project's.
     *
     * @throws UsageException if no store serves the URL, or one that is not kept
     */
    StoreAdmin admin() {
      Settings settings = StoreDoor.settings(session, url);
      StoreDoor.requireServed(settings.store());
      return Stores.admin(settings.store(), settings.project().home())
          .orElseThrow(
              () ->
                  new UsageException(
                      "The store "
                          + Passwords.hide(settings.store())
                          + " is not kept and has no schema. Name another: --store "
                          + StoreDoor.KEPT));
    }
  }

  /** {@code heddle db info}. */
  @Command(
      name = "info",
      description = "Show what the store is, its schema, and what this user may do. Creates none.",
      mixinStandardHelpOptions = true)
  static final class Info extends OfStore {
    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    Info(Session session) {
      super(session);
    }

    @Override
    public Integer call() {
      StoreInfo info = admin().info();
      if (json) {
        session.out().println(object(info));
      } else {
        session.print(table(info).lines(Style.of(Terminal.onOutput(), session.environment())));
      }
      return Main.SUCCESS;
    }

    private static Table table(StoreInfo info) {
      Table table = new Table("store", info.url());
      table.add("kind", info.kind());
      add(table, "server", info.server());
      add(table, "file", info.file());
      add(table, "schema", info.schema());
      table.add("version", version(info));
      Long bytes = info.bytes();
      add(table, "bytes", bytes == null ? null : String.format(Locale.ROOT, "%,d", bytes));
      add(table, "clients", living(info.clients()));
      add(table, "workers", living(info.workers()));
      table.add(info.exists() ? "may write" : "may create", info.mayWrite() ? "yes" : "no");
      return table;
    }

    private static String version(StoreInfo info) {
      String known = "; this program knows " + info.knownVersion();
      if (!info.exists()) {
        return "there is no store yet" + known;
      }
      int difference = Integer.compare(info.schemaVersion(), info.knownVersion());
      String todo =
          difference == 0
              ? "up to date"
              : difference < 0
                  ? "older: the next opening, or heddle db migrate, brings it up to date"
                  : "newer: update this Heddle";
      return info.schemaVersion() + known + ": " + todo;
    }

    private static @Nullable String living(@Nullable Integer count) {
      return count == null ? null : count + " alive";
    }

    private static void add(Table table, String name, @Nullable String value) {
      if (value != null) {
        table.add(name, value);
      }
    }

    private static JsonObject object(StoreInfo info) {
      return new JsonObject()
          .put("kind", info.kind())
          .put("url", info.url())
          .put("exists", info.exists())
          .put("schema", info.schema())
          .put("schemaVersion", info.schemaVersion())
          .put("knownVersion", info.knownVersion())
          .put("server", info.server())
          .put("file", info.file())
          .putJson("bytes", number(info.bytes()))
          .putJson("clients", number(info.clients()))
          .putJson("workers", number(info.workers()))
          .put("mayWrite", info.mayWrite());
    }

    private static @Nullable String number(@Nullable Number number) {
      return number == null ? null : number.toString();
    }
  }

  /** {@code heddle db migrate}. */
  @Command(
      name = "migrate",
      description = "Create the store, or bring its schema to what this program knows.",
      mixinStandardHelpOptions = true)
  static final class Migrate extends OfStore {
    Migrate(Session session) {
      super(session);
    }

    @Override
    public Integer call() {
      StoreAdmin admin = admin();
      StoreAdmin.Migrated done = admin.migrate();
      String url = admin.info().url();
      session.out().println(text(url, done));
      return Main.SUCCESS;
    }

    private static String text(String url, StoreAdmin.Migrated done) {
      if (done.from() == done.to()) {
        return url + " is up to date: its schema has version " + done.to();
      }
      return done.from() == 0
          ? url + " was created: its schema has version " + done.to()
          : url + " was brought from schema version " + done.from() + " to " + done.to();
    }
  }

  /** {@code heddle db print-sql}. */
  @Command(
      name = "print-sql",
      description = "Print the SQL that migrate would run, to be run by hand.",
      footer = {"", "psql -d DATABASE -v ON_ERROR_STOP=1 -f FILE runs it."},
      mixinStandardHelpOptions = true)
  static final class PrintSql extends OfStore {
    @Option(
        names = "--all",
        description = "For a store that is not there at all, without looking for one.")
    private boolean all;

    PrintSql(Session session) {
      super(session);
    }

    @Override
    public Integer call() {
      session.out().print(admin().sql(all));
      session.out().flush();
      return Main.SUCCESS;
    }
  }
}
