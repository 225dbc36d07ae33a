package dev.heddle.task;

import dev.heddle.Sensitive;
import dev.heddle.TaskDefinitionException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a task's calls people are not shown: see {@link Sensitive}. Immutable.
 *
 * @param arguments by their places, from 0
 * @param result whether its results are
 */
public record Sensitivity(Set<Integer> arguments, boolean result) {
  /** Nothing is. */
  public static final Sensitivity NONE = new Sensitivity(Set.of(), false);

  /** What stands in the place of a value, as JSON text. */
  public static final String MASK = '"' + Sensitive.MASK + '"';

  public Sensitivity {
    arguments = Set.copyOf(arguments);
  }

  /**
   * What the annotations of a task say.
   *
   * @param names of its arguments, in order, if any is marked by name
   * @param places of the arguments in the method's list of parameters
   * @param receivers how many arguments stand before these: 1 for a receiver that is one
   * @throws TaskDefinitionException if a name is of no argument
   */
  static Sensitivity of(
      Method method, TaskSpec spec, List<String> names, int[] places, int receivers) {
    Set<Integer> marked = new TreeSet<>();
    for (String name : spec.sensitive()) {
      int place = names.indexOf(name);
      if (place < 0) {
        throw new TaskDefinitionException(
            "the task "
                + Signatures.show(method)
                + " has "
                + spec.annotation()
                + "(sensitive = \""
                + name
                + "\"), but its parameters are "
                + String.join(", ", names));
      }
      marked.add(place);
    }
    Annotation[][] annotations = method.getParameterAnnotations();
    for (int i = 0; i < places.length; i++) {
      if (Arrays.stream(annotations[places[i]]).anyMatch(Sensitive.class::isInstance)) {
        marked.add(receivers + i);
      }
    }
    return new Sensitivity(marked, method.isAnnotationPresent(Sensitive.class));
  }

  /** Whether the argument at this place is not shown. */
  public boolean covers(int argument) {
    return arguments.contains(argument);
  }

  /** Whether all that the other marks is marked here. */
  public boolean covers(Sensitivity other) {
    return arguments.containsAll(other.arguments) && (result || !other.result);
  }

  /** What either of them marks. */
  public Sensitivity and(Sensitivity other) {
    if (covers(other)) {
      return this;
    }
    Set<Integer> both = new TreeSet<>(arguments);
    both.addAll(other.arguments);
    return new Sensitivity(both, result || other.result);
  }

  /** Texts of the arguments, in order, as they may be shown: {@link #MASK} for what is marked. */
  public List<String> masked(List<String> texts) {
    if (arguments.isEmpty()) {
      return texts;
    }
    List<String> shown = new ArrayList<>(texts);
    for (int argument : arguments) {
      if (argument < shown.size()) {
        shown.set(argument, MASK);
      }
    }
    return shown;
  }
}
