package dev.heddle.monitor.page;

import dev.heddle.task.TaskVersion;
import dev.heddle.value.StoredValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A recorded value as a page shows it.
 *
 * @param name of the parameter; empty for a result
 * @param type the declared one
 * @param hash of the value
 * @param json the value, laid out for people; what is marked as sensitive is not in it
 * @param size in characters, of all of it
 * @param cut whether its end is left out
 */
public record Datum(String name, String type, String hash, String json, long size, boolean cut) {
  static Datum of(String name, String type, StoredValue value, String shown, int most) {
    boolean cut = shown.length() > most;
    String json = PrettyJson.of(cut ? shown.substring(0, end(shown, most)) : shown);
    return new Datum(name, type, value.hash().toString(), json, shown.length(), cut);
  }

  /**
   * Of a call.
   *
   * @param shown the values' texts as they may be shown
   */
  static List<Datum> of(TaskVersion task, List<StoredValue> values, List<String> shown, int most) {
    List<Datum> data = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String declared = i < task.parameters().size() ? task.parameters().get(i) : "";
      int blank = declared.lastIndexOf(' ');
      data.add(
          of(
              name(task, i),
              blank < 0 ? "" : declared.substring(0, blank),
              values.get(i),
              shown.get(i),
              most));
    }
    return List.copyOf(data);
  }

  /** The name of a task's parameter, as far as it is on record. */
  static String name(TaskVersion task, int place) {
    if (place >= task.parameters().size()) {
      return "argument " + (place + 1);
    }
    String declared = task.parameters().get(place);
    return declared.substring(declared.lastIndexOf(' ') + 1);
  }

  /** So that no character is cut in two. */
  private static int end(String text, int most) {
    return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
  }
}
