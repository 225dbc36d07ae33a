package dev.heddle.monitor;

import dev.heddle.Heddle;
import dev.heddle.HeddleException;
import dev.heddle.monitor.http.Access;
import dev.heddle.monitor.http.HostNames;
import dev.heddle.monitor.http.Site;
import dev.heddle.monitor.page.Pages;
import dev.heddle.store.Store;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import jakarta.servlet.http.HttpServlet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The web pages that show what a store has, and the JSON beside them: as a server of its own, or
 * mounted in one that is there.
 *
 * <pre>{@code
 * try (HeddleMonitor monitor = HeddleMonitor.start(store, MonitorOptions.DEFAULT)) {
 *   System.out.println(monitor.url());
 *   ...
 * }
 * }</pre>
 *
 * <p>It reads the store and nothing else: no user code is loaded, and looking changes nothing.
 * Thread-safe.
 */
public final class HeddleMonitor implements AutoCloseable {
  /** A page takes milliseconds, and a stream no thread: few do for many who look. */
  private static final int MOST_THREADS = 32;

  private static final int LEAST_THREADS = 4;

  private final Site site;
  private final Javalin server;
  private final MonitorOptions options;

  private HeddleMonitor(Site site, Javalin server, MonitorOptions options) {
    this.site = site;
    this.server = server;
    this.options = options;
  }

  /**
   * Starts a server for this store, which stays open when the server is closed.
   *
   * @throws HeddleException if everybody on the network could come in, or the address is taken
   */
  public static HeddleMonitor start(Store store, MonitorOptions options) {
    InetAddress address = address(options.bind());
    if (!address.isLoopbackAddress() && options.isOpen()) {
      throw new HeddleException(
          "The monitor would be open to everybody who reaches "
              + options.bind()
              + ". Give it a token or a user, or bind it to 127.0.0.1");
    }
    Site site = new Site(store, access(options, hostNames(options, address)), Pages.ALL);
    Javalin server =
        Javalin.create(
            config -> {
              site.configure(config);
              configure(config);
            });
    try {
      server.start(options.bind(), options.port());
    } catch (JavalinBindException e) {
      throw new HeddleException(
          "The monitor can't listen at "
              + options.bind()
              + " port "
              + options.port()
              + ": another program does, or this one may not. Name another port",
          e);
    }
    site.start();
    return new HeddleMonitor(site, server, options);
  }

  /**
   * The pages of an app's store, to be mounted in a server that is there: a servlet of Jakarta EE,
   * mapped to a path with a star, as {@code /heddle/*}, with asynchronous support on. Whoever
   * reaches that path may look, and nobody may change anything; the server around it says who does.
   * It ends with {@link HttpServlet#destroy}, which a server calls.
   */
  public static HttpServlet handler(Heddle heddle) {
    return handler(heddle.store(), MonitorOptions.DEFAULT);
  }

  /**
   * The same of a store, and with a say in who comes in: address and port of the options don't
   * matter, token, users and actions do, and host names are looked at if some are given.
   */
  public static HttpServlet handler(Store store, MonitorOptions options) {
    HostNames hosts =
        options.hostNames().isEmpty()
            ? HostNames.ANY
            : new HostNames(false, false, options.hostNames());
    return new MonitorServlet(new Site(store, access(options, hosts), Pages.ALL));
  }

  private static Access access(MonitorOptions options, HostNames hosts) {
    return new Access(options.token(), options.users(), options.allowActions(), hosts);
  }

  private static InetAddress address(String bind) {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw new HeddleException("There is no address " + bind + " to bind the monitor to", e);
    }
  }

  private static HostNames hostNames(MonitorOptions options, InetAddress address) {
    if (address.isLoopbackAddress()) {
      return new HostNames(false, false, options.hostNames());
    }
    Set<String> names = new LinkedHashSet<>(options.hostNames());
    names.add(options.bind().toLowerCase(Locale.ROOT));
    try {
      names.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
    } catch (UnknownHostException e) {
      // a host that does not know its own name is asked by its address
    }
    return new HostNames(false, true, names);
  }

  private static void configure(JavalinConfig config) {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
    threads.setName("heddle-monitor");
    threads.setDaemon(true);
    config.jetty.threadPool = threads;
  }

  /** Where it is. */
  public String url() {
    String host = options.bind().contains(":") ? '[' + options.bind() + ']' : options.bind();
    return "http://" + host + ':' + port() + '/';
  }

  /** The port it listens at. */
  public int port() {
    return server.port();
  }

  /** Ends all streams and the server. */
  @Override
  public void close() {
    site.close();
    server.stop();
  }
}
