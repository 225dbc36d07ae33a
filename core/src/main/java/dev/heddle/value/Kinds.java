package dev.heddle.value;

/**
 * The tags of the hashed walk: one byte before each value, so that values of different kinds never
 * share a pre-image. Frozen by golden vectors: append only.
 */
final class Kinds {
  static final int NULL = 0;
  static final int BOOLEAN = 1;
  static final int BYTE = 2;
  static final int SHORT = 3;
  static final int INT = 4;
  static final int LONG = 5;
  static final int CHAR = 6;
  static final int FLOAT = 7;
  static final int DOUBLE = 8;
  static final int STRING = 9;
  static final int BIG_INTEGER = 10;
  static final int BIG_DECIMAL = 11;
  static final int BYTES = 12;
  static final int PRIMITIVES = 13;
  static final int ENUM = 14;
  static final int RECORD = 15;
  static final int SEALED = 16;
  static final int LIST = 17;
  static final int SET = 18;
  static final int MAP = 19;
  static final int ORDERED_MAP = 20;
  static final int EMPTY = 21;
  static final int PRESENT = 22;
  static final int TEXT = 23;
  static final int FILE = 24;
  static final int DIR = 25;
  static final int FILE_SET = 26;
  static final int CUSTOM = 27;
  static final int TASK_REF = 28;
  static final int SELF_DESCRIBED = 29;
  static final int ORDERED_SET = 30;

  private Kinds() {}
}
