package dev.heddle.value;

import java.io.File;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Map;

/** Why a class is no value, and what to do. */
final class Refusals {
  private Refusals() {}

  static UnserializableValueException of(Class<?> type, Route route) {
    String name = type.getName();
    if (type == Object.class || type == Number.class || type == Comparable.class) {
      return route.refuse(name, "it stands for any class", "Declare the class that is meant");
    }
    if (type == File.class) {
      return route.refuse(
          name,
          "it says nothing of the content",
          "Declare FileRef (keyed by content), or java.nio.file.Path (a name only)");
    }
    if (Date.class.isAssignableFrom(type) || Calendar.class.isAssignableFrom(type)) {
      return route.refuse(name, "it can change", "Declare java.time.Instant or LocalDate");
    }
    if (name.equals("java.net.URL")) {
      return route.refuse(name, "comparing two asks the network", "Declare java.net.URI");
    }
    if (name.equals("dev.heddle.Expr")) {
      return route.refuse(
          name,
          "an expression is no value",
          "Declare the value's own type, and pass the expression: Heddle computes it first");
    }
    if (Map.class.isAssignableFrom(type)) {
      return route.refuse(
          name, "its class can't be kept", "Declare Map, SortedMap or LinkedHashMap");
    }
    if (Collection.class.isAssignableFrom(type)) {
      return route.refuse(name, "its class can't be kept", "Declare List, Set or SortedSet");
    }
    if (type.isInterface() || java.lang.reflect.Modifier.isAbstract(type.getModifiers())) {
      return route.refuse(
          name,
          "anyone may implement it, so there is no closed set of forms to record",
          "Make it a sealed interface of records, or add a ValueCodec for it");
    }
    return route.refuse(
        name, "its fields can't be known to be all of it", "Make it a record, or add a ValueCodec");
  }
}
