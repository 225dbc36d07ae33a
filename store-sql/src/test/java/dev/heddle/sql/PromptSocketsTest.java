package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Sockets that do not wait out the shortest time-out. */
class PromptSocketsTest {
  @Test
  void aReadWithTheShortestTimeoutTakesWhatIsThereAndElseEnds() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new PromptSockets().createSocket()) {
      socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
      try (Socket other = server.accept()) {
        InputStream input = socket.getInputStream();
        socket.setSoTimeout(1);
        assertThatThrownBy(() -> input.read(new byte[8], 0, 8))
            .isInstanceOf(SocketTimeoutException.class)
            .hasMessage("nothing is there"); // and not the system's words after a millisecond

        other.getOutputStream().write(new byte[] {1, 2, 3});
        socket.setSoTimeout(60_000);
        assertThat(input.read()).isEqualTo(1);
        socket.setSoTimeout(1);
        byte[] rest = new byte[8];
        assertThat(input.read(rest, 0, 8)).isEqualTo(2);
        assertThat(rest).startsWith(2, 3);
      }
    }
  }

  @Test
  void theDriverFindsThemAndAUsersOwnStay() {
    Properties none = new Properties();
    PromptSockets.addTo(none);
    assertThat(none).containsEntry("socketFactory", PromptSockets.class.getName());

    Properties own = new Properties();
    own.setProperty("socketFactory", "com.example.Tunnel");
    PromptSockets.addTo(own);
    assertThat(own).containsEntry("socketFactory", "com.example.Tunnel");
  }
}
