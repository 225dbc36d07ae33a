package dev.heddle.direct;

import dev.heddle.TaskContext;
import dev.heddle.eval.Carrying;
import dev.heddle.task.FanShape;
import dev.heddle.task.TaskDef;
import dev.heddle.task.TaskMethod;
import dev.heddle.task.TaskRegistry;
import dev.heddle.value.StoredValue;
import dev.heddle.work.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Carries a call out where it is made as a worker would: {@code HEDDLE_SYNC=strict}. Arguments,
 * value and exception go through the codec, and a call is cut and put together.
 */
record ByCodec(TaskMethod method, TaskRegistry tasks) {

  @SuppressWarnings("FutureReturnValueIgnored") // it is what the method returns
  @Nullable Object call(List<@Nullable Object> arguments) throws Throwable {
    if (!method.returnsFuture()) {
      return value(arguments);
    }
    try {
      return CompletableFuture.completedFuture(value(arguments));
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private @Nullable Object value(List<@Nullable Object> arguments) throws Throwable {
    TaskDef task = tasks.define(method);
    CutCall cut = CutCall.of(method, arguments);
    List<@Nullable Object> values = new ArrayList<>();
    for (int part = 0; part < cut.size(); part++) {
      values.add(one(task, cut.arguments(part)));
    }
    FanShape fan = method.fan();
    return fan == null ? values.get(0) : fan.merge(values);
  }

  private static @Nullable Object one(TaskDef task, List<@Nullable Object> arguments)
      throws Throwable {
    StoredValue[] stored = new StoredValue[arguments.size()];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = task.parameter(i).encode(arguments.get(i));
    }
    StoredValue result;
    try {
      result = Carrying.result(task, Carrying.invoke(task, stored, TaskContext.injected()));
    } catch (Throwable e) {
      throw new Parts.Failure(task, "", Carrying.error(e)).thrown(CallerFrames.now());
    }
    return task.result().decode(result.bytes());
  }
}
