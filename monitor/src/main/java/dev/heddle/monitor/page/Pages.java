package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Place;
import java.util.List;

/** Every place of the monitor. */
public final class Pages {
  public static final List<Place<?>> ALL =
      List.of(
          Overview.PLACE,
          Find.PLACE,
          Executions.PLACE,
          OneExecution.PLACE,
          ExecutionTree.PLACE,
          Values.PLACE,
          OneValue.PLACE,
          OneCall.PLACE,
          OneFile.PLACE,
          Tasks.PLACE,
          OneTask.PLACE,
          WorkerList.PLACE,
          OneWorker.PLACE,
          InvocationList.PLACE,
          OneInvocation.PLACE,
          InvocationActions.CANCEL,
          InvocationActions.RETRY,
          Stints.PLACE,
          Logs.PLACE,
          LogExcerpt.PLACE);

  private Pages() {}
}
