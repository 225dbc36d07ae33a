package dev.heddle.eval;

import dev.heddle.HeddleException;
import dev.heddle.store.FileUse;
import dev.heddle.task.TaskDef;
import dev.heddle.value.Codec;
import dev.heddle.value.RecordedFile;
import dev.heddle.value.StoredValue;
import java.util.ArrayList;
import java.util.List;

/** The files of a call: those among its arguments, which it reads, and in its result, written. */
final class FileUses {
  private FileUses() {}

  static List<FileUse> of(TaskDef task, StoredValue[] arguments, StoredValue result) {
    if (!task.externalArguments() && !task.result().external()) {
      return List.of();
    }
    List<FileUse> uses = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      add(uses, task.parameter(i), arguments[i], false);
    }
    add(uses, task.result(), result, true);
    return uses;
  }

  private static void add(List<FileUse> uses, Codec codec, StoredValue value, boolean written) {
    if (codec.external()) {
      for (RecordedFile file : codec.recordedFiles(value.bytes())) {
        uses.add(new FileUse(file.location(), file.digest(), written));
      }
    }
  }

  /**
   * A body that changed a file it was given has no result worth keeping: under the key of what it
   * read there would be what it made of something else.
   */
  static void refuseChangedInputs(TaskDef task, StoredValue[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      Codec codec = task.parameter(i);
      if (codec.external() && !codec.valid(arguments[i].bytes())) {
        throw new HeddleException(
            "Task "
                + task.name()
                + " was given "
                + locations(codec, arguments[i])
                + " in parameter '"
                + task.parameters().get(i).name()
                + "', and that changed while it ran. Its result was not kept. Let the task write"
                + " another file and return that.");
      }
    }
  }

  private static String locations(Codec codec, StoredValue value) {
    List<RecordedFile> files = codec.recordedFiles(value.bytes());
    String first = files.isEmpty() ? "a file" : files.get(0).location();
    return files.size() > 1 ? first + " and " + (files.size() - 1) + " more" : first;
  }

  static boolean inConstants(Flat flat) {
    for (Flat.Node node : flat.nodes()) {
      if (node instanceof Flat.Constant constant
          && constant.value() instanceof Val.Recorded recorded
          && recorded.codec().external()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the files that a task put into its expression are what they were. */
  static boolean constantsUnchanged(Flat flat) {
    for (Flat.Node node : flat.nodes()) {
      if (node instanceof Flat.Constant constant
          && constant.value() instanceof Val.Recorded recorded
          && !recorded.codec().valid(recorded.stored().bytes())) {
        return false;
      }
    }
    return true;
  }
}
