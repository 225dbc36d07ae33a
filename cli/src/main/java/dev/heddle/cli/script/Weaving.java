package dev.heddle.cli.script;

import dev.heddle.agent.ConfiguredMethods;
import dev.heddle.agent.DirectWeaver;
import dev.heddle.cli.UsageException;
import dev.heddle.config.Settings;
import dev.heddle.config.SyncMode;
import org.jspecify.annotations.Nullable;

/**
 * Weaves what has direct tasks. The bytecode library is loaded when the first such class is: most
 * programs have none, and shall not wait for it.
 */
public final class Weaving {
  private final ConfiguredMethods configured;
  private final DirectWeaver weaver;
  private final boolean off;

  private Weaving(ConfiguredMethods configured, boolean off) {
    this.configured = configured;
    this.weaver = new DirectWeaver(configured);
    this.off = off;
  }

  /** As a project and this process want it: with {@code HEDDLE_SYNC=true}, not at all. */
  public static Weaving of(Settings settings) {
    try {
      return new Weaving(
          new ConfiguredMethods(settings.directMethods()), SyncMode.ofProcess() == SyncMode.PLAIN);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /** Whether nothing is woven. */
  public boolean isOff() {
    return off;
  }

  /** The methods that are direct tasks by the settings. */
  public ConfiguredMethods configured() {
    return configured;
  }

  /** Whether a class file may be one to weave: fast, and sometimes wrong. */
  public boolean mayConcern(String className, byte[] classFile) {
    return weaver.mayConcern(className, classFile);
  }

  /** The woven form of a class, or null if there is nothing to weave. */
  byte @Nullable [] weave(String className, byte[] classFile, ClassLoader loader) {
    if (!mayConcern(className, classFile)) {
      return null;
    }
    try {
      return weaver.weave(loader, classFile);
    } catch (IllegalStateException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
