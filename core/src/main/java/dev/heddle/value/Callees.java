package dev.heddle.value;

import dev.heddle.expr.Callee;
import java.util.Optional;

/** The tasks that a {@code TaskRef} may name. Thread-safe. */
@FunctionalInterface
public interface Callees {
  /** The known task of this name. */
  Optional<Callee> byName(String name);

  /** Told of a task that a value refers to, so that its name can be read back from now on. */
  default void meet(Callee callee) {}
}
