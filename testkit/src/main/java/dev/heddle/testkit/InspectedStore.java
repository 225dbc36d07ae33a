package dev.heddle.testkit;

import dev.heddle.store.Inspection;
import dev.heddle.store.InvocationRecord;
import java.util.concurrent.TimeUnit;

/** A store that is looked through. */
interface InspectedStore extends StoreUnderTest {
  /** Longer than all that a test lets pass. */
  long DAY = TimeUnit.DAYS.toMillis(1);

  /** In milliseconds. */
  long HOUR = TimeUnit.HOURS.toMillis(1);

  /** In milliseconds. */
  long MINUTE = TimeUnit.MINUTES.toMillis(1);

  /** What it answers. */
  default Inspection inspection() {
    return store().inspection();
  }

  /** The invocation, which is on record. */
  default InvocationRecord record(long id) {
    return store().invocation(id).orElseThrow();
  }
}
