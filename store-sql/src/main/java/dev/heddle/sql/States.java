package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Activity;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.WorkerState;
import java.sql.SQLException;

/** The numbers of states in the file. They outlive any order of the enums. */
final class States {
  private States() {}

  static int of(ExecutionState state) {
    return switch (state) {
      case RUNNING -> 0;
      case SUCCEEDED -> 1;
      case FAILED -> 2;
      case CANCELLED -> 3;
      case INTERRUPTED -> 4;
    };
  }

  static ExecutionState execution(int number) throws SQLException {
    return switch (number) {
      case 0 -> ExecutionState.RUNNING;
      case 1 -> ExecutionState.SUCCEEDED;
      case 2 -> ExecutionState.FAILED;
      case 3 -> ExecutionState.CANCELLED;
      case 4 -> ExecutionState.INTERRUPTED;
      default -> throw new SQLException("no execution has state " + number);
    };
  }

  static int of(InvocationState state) {
    return switch (state) {
      case RUNNING -> 0;
      case SUCCEEDED -> 1;
      case FAILED -> 2;
      case CANCELLED -> 3;
      case CACHED -> 4;
      case SCHEDULED -> 5;
      case QUEUED -> 6;
      case BLOCKED -> 7;
      case RETRYING -> 8;
      case CLAIMED -> 9;
      case PAUSED -> 10;
    };
  }

  static InvocationState invocation(int number) throws SQLException {
    return switch (number) {
      case 0 -> InvocationState.RUNNING;
      case 1 -> InvocationState.SUCCEEDED;
      case 2 -> InvocationState.FAILED;
      case 3 -> InvocationState.CANCELLED;
      case 4 -> InvocationState.CACHED;
      case 5 -> InvocationState.SCHEDULED;
      case 6 -> InvocationState.QUEUED;
      case 7 -> InvocationState.BLOCKED;
      case 8 -> InvocationState.RETRYING;
      case 9 -> InvocationState.CLAIMED;
      case 10 -> InvocationState.PAUSED;
      default -> throw new SQLException("no invocation has state " + number);
    };
  }

  static int of(Activity.Kind kind) {
    return switch (kind) {
      case SUCCEEDED -> 0;
      case FAILED -> 1;
      case CANCELLED -> 2;
      case CACHED -> 3;
      case WAITED -> 4;
    };
  }

  static Activity.Kind kind(int number) throws SQLException {
    return switch (number) {
      case 0 -> Activity.Kind.SUCCEEDED;
      case 1 -> Activity.Kind.FAILED;
      case 2 -> Activity.Kind.CANCELLED;
      case 3 -> Activity.Kind.CACHED;
      case 4 -> Activity.Kind.WAITED;
      default -> throw new SQLException("no kind of activity has number " + number);
    };
  }

  static int of(WorkerState state) {
    return switch (state) {
      case ALIVE -> 0;
      case STOPPING -> 1;
      case LEFT -> 2;
      case DEAD -> 3;
    };
  }

  static WorkerState worker(int number) throws SQLException {
    return switch (number) {
      case 0 -> WorkerState.ALIVE;
      case 1 -> WorkerState.STOPPING;
      case 2 -> WorkerState.LEFT;
      case 3 -> WorkerState.DEAD;
      default -> throw new SQLException("no worker has state " + number);
    };
  }
}
