package dev.heddle.value;

import dev.heddle.External;
import dev.heddle.TaskRef;
import dev.heddle.expr.Callee;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * {@link TaskRef}: {@code {"task": name, "bound": […]}}. The bound arguments are of the types that
 * the task's parameters declare; the task's code is not part of it.
 */
final class TaskRefCodec extends TypeCodec {
  private final Codecs codecs;
  private final Callees tasks;

  TaskRefCodec(Shape shape, Codecs codecs, Callees tasks, Encoders encoders) {
    super(shape, TaskRef.class, encoders);
    this.codecs = codecs;
    this.tasks = tasks;
  }

  private TypeCodec parameter(Callee task, int index) {
    if (index >= task.parameterTypes().size()) {
      throw new Misfit("binds more arguments than the task " + task.name() + " has");
    }
    return codecs.resolve(
        task.parameterTypes().get(index), "parameter " + (index + 1) + " of task " + task.name());
  }

  @Override
  void put(Encoder out, Object value) {
    TaskRef<?, ?> ref = (TaskRef<?, ?>) value;
    List<?> bound = ref.bound();
    tasks.meet(ref.task());
    out.enter();
    out.hash.putByte(Kinds.TASK_REF).putString(ref.task().name()).putInt(bound.size());
    out.json.ascii("{\"task\":").string(ref.task().name()).ascii(",\"bound\":[");
    for (int i = 0; i < bound.size(); i++) {
      if (i > 0) {
        out.json.mark(',');
      }
      try {
        parameter(ref.task(), i).write(out, bound.get(i));
      } catch (Misfit e) {
        throw e.under(".bound[" + i + "]");
      }
    }
    out.json.ascii("]}");
    out.leave();
  }

  @Override
  Object take(Decoder in) {
    if (in.typed()) {
      throw new Misfit("can't be typed: a TaskRef is made by ref(T::f) or partial(T::f, …)");
    }
    in.enter();
    in.expect(JsonToken.START_OBJECT, "a task");
    in.next(); // the name "task"
    String name = in.text();
    Callee task =
        tasks
            .byName(name)
            .orElseThrow(() -> new Misfit("names the task " + name + ", which is not registered"));
    in.next();
    in.next(); // the name "bound"
    List<@Nullable Object> bound = new ArrayList<>();
    while (in.next() != JsonToken.END_ARRAY) {
      bound.add(parameter(task, bound.size()).read(in));
    }
    if (in.next() != JsonToken.END_OBJECT) {
      throw in.unexpected("the end of the task");
    }
    in.leave();
    return new TaskRef<>(task, bound);
  }

  @Override
  void eachFile(Object value, Consumer<External> sink) {
    TaskRef<?, ?> ref = (TaskRef<?, ?>) value;
    for (int i = 0; i < ref.bound().size(); i++) {
      Object bound = ref.bound().get(i);
      TypeCodec codec = parameter(ref.task(), i);
      if (bound != null && codec.external()) {
        codec.eachFile(bound, sink);
      }
    }
  }

  @Override
  Form form() {
    return Form.OBJECT;
  }

  @Override
  boolean frozen() {
    return false; // a bound argument may be mutable
  }

  @Override
  boolean fileLike() {
    return true; // a bound argument may be a file
  }
}
