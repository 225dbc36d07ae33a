package dev.heddle.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Hosts on one machine: network namespaces behind a bridge, each of which can be cut off. */
final class Network implements AutoCloseable {
  static final String SUBNET = "10.203.77.0/24";
  static final String GATEWAY = "10.203.77.1";

  private static final String BRIDGE = "heddle-br";

  private final int hosts;

  private Network(int hosts) {
    this.hosts = hosts;
  }

  /** Whether this process may make namespaces. */
  static boolean isAllowed() {
    try {
      run("ip", "netns", "add", "heddle-try");
      run("ip", "netns", "del", "heddle-try");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static Network ofHosts(int count) throws IOException {
    Network network = new Network(count);
    network.close(); // what an earlier run may have left
    run("ip", "link", "add", BRIDGE, "type", "bridge");
    run("ip", "addr", "add", GATEWAY + "/24", "dev", BRIDGE);
    run("ip", "link", "set", BRIDGE, "up");
    for (int i = 0; i < count; i++) {
      String space = space(i);
      run("ip", "netns", "add", space);
      run("ip", "link", "add", cable(i), "type", "veth", "peer", "name", "eth0", "netns", space);
      run("ip", "link", "set", cable(i), "master", BRIDGE, "up");
      run("ip", "-n", space, "addr", "add", "10.203.77." + (10 + i) + "/24", "dev", "eth0");
      run("ip", "-n", space, "link", "set", "eth0", "up");
      run("ip", "-n", space, "link", "set", "lo", "up");
    }
    return network;
  }

  private static String space(int host) {
    return "heddle-host" + host;
  }

  private static String cable(int host) {
    return "heddle-v" + host;
  }

  /** The words before a command that runs it on a host. */
  List<String> on(int host) {
    return List.of("ip", "netns", "exec", space(host));
  }

  /** Nothing comes from the host or gets there, and nobody is told. */
  void cut(int host) throws IOException {
    run("ip", "link", "set", cable(host), "down");
  }

  void mend(int host) throws IOException {
    run("ip", "link", "set", cable(host), "up");
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < hosts; i++) {
      remove("ip", "netns", "del", space(i));
    }
    remove("ip", "link", "del", BRIDGE);
  }

  private static void remove(String... command) {
    try {
      run(command);
    } catch (IOException absent) {
      return; // there was none
    }
  }
}
