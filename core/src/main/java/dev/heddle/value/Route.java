package dev.heddle.value;

import org.jspecify.annotations.Nullable;

/** The way from a declared type to a part of it, for errors. */
record Route(@Nullable Route outer, String step) {

  Route then(String next) {
    return new Route(this, next);
  }

  /** {@code Parameter 'x' of task a.B.c, at its element, .name, is of type T: problem. Remedy.} */
  UnserializableValueException refuse(String type, String problem, String remedy) {
    StringBuilder way = new StringBuilder();
    Route at = this;
    for (Route outer = at.outer; outer != null; outer = at.outer) {
      way.insert(0, ", at " + at.step);
      at = outer;
    }
    String where = Character.toUpperCase(at.step.charAt(0)) + at.step.substring(1);
    String comma = way.isEmpty() ? "" : ",";
    return new UnserializableValueException(
        where + way + comma + " is of type " + type + ": " + problem + ". " + remedy + ".", null);
  }
}
