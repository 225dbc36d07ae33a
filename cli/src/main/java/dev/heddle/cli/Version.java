package dev.heddle.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: Heddle's, from its jar, and that of the Java it runs on. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "heddle " + (version == null ? "(unpackaged)" : version),
      "Java "
          + System.getProperty("java.runtime.version")
          + " in "
          + System.getProperty("java.home")
    };
  }
}
