package dev.heddle.sql;

import dev.heddle.store.ExecutionState;
import dev.heddle.store.InvocationState;
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
    };
  }

  static InvocationState invocation(int number) throws SQLException {
    return switch (number) {
      case 0 -> InvocationState.RUNNING;
      case 1 -> InvocationState.SUCCEEDED;
      case 2 -> InvocationState.FAILED;
      case 3 -> InvocationState.CANCELLED;
      case 4 -> InvocationState.CACHED;
      default -> throw new SQLException("no invocation has state " + number);
    };
  }
}
