package dev.heddle.direct;

import dev.heddle.task.FanShape;
import dev.heddle.task.TaskMethod;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a direct call, cut as its method says: once, since what is cut may be a stream.
 *
 * @param arguments as the caller gave them
 * @param place of the one that is cut; -1 if none is
 * @param parts in its place, one each
 */
record CutCall(List<@Nullable Object> arguments, int place, List<@Nullable Object> parts) {

  static CutCall of(TaskMethod method, List<@Nullable Object> arguments) {
    FanShape fan = method.fan();
    if (fan == null) {
      return new CutCall(arguments, -1, List.of());
    }
    int place = method.argumentAt(fan.parameter());
    return new CutCall(arguments, place, fan.split(arguments.get(place)));
  }

  boolean isWhole() {
    return place < 0;
  }

  int size() {
    return isWhole() ? 1 : parts.size();
  }

  /** The arguments of one of them. */
  List<@Nullable Object> arguments(int part) {
    if (isWhole()) {
      return arguments;
    }
    List<@Nullable Object> ofPart = new ArrayList<>(arguments);
    ofPart.set(place, parts.get(part));
    return ofPart;
  }
}
