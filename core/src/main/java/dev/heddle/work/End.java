package dev.heddle.work;

import dev.heddle.InvocationState;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.StoredError;
import dev.heddle.value.StoredValue;
import org.jspecify.annotations.Nullable;

/** What an invocation came to. */
record End(InvocationState state, @Nullable StoredValue result, @Nullable StoredError error) {
  static End of(InvocationRecord ended) {
    return new End(ended.state(), ended.result(), ended.error());
  }
}
