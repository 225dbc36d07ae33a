package dev.heddle.sql;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Properties;
import javax.net.SocketFactory;

/**
 * Sockets for a connection that listens; made by the PostgreSQL driver, by this class's name, and
 * of no use to anybody else.
 *
 * <p>When it has got one notification the driver waits a whole millisecond for the next before it
 * hands the first one over: it reads with a time-out of 1 ms. These sockets let such a read end at
 * once if nothing is there.
 */
public final class PromptSockets extends SocketFactory {
  private static final int SHORTEST_TIMEOUT = 1;

  /** The factory. */
  public PromptSockets() {}

  /** Has a connection use it, if the driver can find it and the user names no other one. */
  static void addTo(Properties properties) {
    try {
      String name = PromptSockets.class.getName();
      Class<?> found = Class.forName(name, false, org.postgresql.Driver.class.getClassLoader());
      if (found == PromptSockets.class) {
        properties.putIfAbsent("socketFactory", name);
      }
    } catch (ClassNotFoundException e) {
      return; // The driver is from another loader, which does not know Heddle: it does without.
    }
  }

  @Override
  public Socket createSocket() {
    return new Prompt();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return SocketFactory.getDefault().createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return SocketFactory.getDefault().createSocket(host, port, from, fromPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return SocketFactory.getDefault().createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return SocketFactory.getDefault().createSocket(host, port, from, fromPort);
  }

  private static final class Prompt extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
          if (getSoTimeout() == SHORTEST_TIMEOUT && available() == 0) {
            throw new SocketTimeoutException("nothing is there");
          }
          return super.read(bytes, from, length);
        }
      };
    }
  }
}
