package dev.heddle.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between clients and a server on this host, and lets tests break what goes through. */
final class CutProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** Those whose next answer is lost. */
  private final Set<Socket> losing = ConcurrentHashMap.newKeySet();

  private volatile int target;
  private volatile boolean cut;
  private volatile boolean stalled;
  private final Object moved = new Object();

  CutProxy(int target) {
    this.target = target;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Leads new connections to another server. */
  void leadTo(int port) {
    target = port;
  }

  /** Closes all connections and refuses new ones, until it is mended. */
  void cut() {
    cut = true;
    closeAll();
  }

  /** Closes all connections; new ones are let through. */
  void closeAll() {
    sockets.forEach(CutProxy::close);
  }

  /** Closes each present connection where the server's next answer should have come. */
  void loseNextAnswers() {
    losing.addAll(sockets);
  }

  /** Keeps connections open and lets nothing through, as a network that loses all packets. */
  void stall() {
    stalled = true;
  }

  void mend() {
    cut = false;
    synchronized (moved) {
      stalled = false;
      moved.notifyAll();
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (cut) {
          client.close();
          continue;
        }
        sockets.add(client);
        Socket server = new Socket();
        sockets.add(server);
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        start(() -> pump(client, server, false));
        start(() -> pump(server, client, true));
      } catch (IOException e) {
        // Refused by the server, or closed here: the client sees its connection end.
        sockets.forEach(socket -> closeIfUnconnected(socket));
      }
    }
  }

  private static void closeIfUnconnected(Socket socket) {
    if (!socket.isConnected()) {
      close(socket);
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] bytes = new byte[16_384];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        awaitFlow();
        if (answers && losing.remove(from)) {
          return;
        }
        out.write(bytes, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // One side has closed: so does the other.
    } finally {
      close(from);
      close(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void awaitFlow() throws IOException {
    synchronized (moved) {
      while (stalled) {
        try {
          moved.wait();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
    }
  }

  private static void start(Runnable body) {
    Thread thread = new Thread(body, "cut-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    mend();
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeAll();
  }
}
