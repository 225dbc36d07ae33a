package dev.heddle.cli;

import dev.heddle.Default;
import dev.heddle.cli.Parameters.Parameter;
import dev.heddle.task.TaskMethod;
import dev.heddle.value.Codec;
import dev.heddle.value.Codecs;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of tasks as the command line takes them. Needs no store. */
final class Signatures {
  private final Codecs codecs;
  private final CommandOptions command;

  /** As they are typed behind this command. */
  Signatures(Codecs codecs, CommandOptions command) {
    this.codecs = codecs;
    this.command = command;
  }

  Parameters of(TaskMethod task) {
    java.lang.reflect.Parameter[] declared =
        task.declaredParameters().toArray(java.lang.reflect.Parameter[]::new);
    List<Type> types = task.parameterTypes();
    List<String> names = task.parameterNames();
    int receiver = types.size() - declared.length;
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      String name = names.get(i);
      requireName(task, name, i, declared, receiver);
      Codec codec = codecs.of(types.get(i), "parameter '" + name + "' of task " + task.name());
      Default byDefault = i < receiver ? null : declared[i - receiver].getAnnotation(Default.class);
      parameters.add(
          new Parameter(
              name,
              codec,
              Optional.ofNullable(byDefault).map(Default::value),
              fields(types.get(i), task),
              command,
              task.isSensitive(i)));
    }
    return new Parameters(task.name(), parameters, command);
  }

  String result(TaskMethod task) {
    return codecs.of(task.genericResult(), "the result of task " + task.name()).typeName();
  }

  /** Names that no class file keeps can't be typed. */
  private static void requireName(
      TaskMethod task,
      String name,
      int index,
      java.lang.reflect.Parameter[] declared,
      int receiver) {
    boolean kept = index < receiver || declared[index - receiver].isNamePresent();
    if (!kept && name.equals("arg" + (index - receiver))) {
      throw new UsageException(
          "The parameters of "
              + task.name()
              + " have no names in its class file: compile it with javac -parameters (or -g)");
    }
  }

  /** The components of a record that is not generic, each to be given on its own. */
  private Map<String, Codec> fields(Type type, TaskMethod task) {
    Map<String, Codec> fields = new LinkedHashMap<>();
    if (type instanceof Class<?> c && c.isRecord()) {
      for (RecordComponent component : c.getRecordComponents()) {
        fields.put(
            component.getName(),
            codecs.of(component.getGenericType(), component + " in a parameter of " + task.name()));
      }
    }
    return fields;
  }
}
