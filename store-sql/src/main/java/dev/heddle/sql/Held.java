package dev.heddle.sql;

/** Something that is held until it is closed. */
interface Held extends AutoCloseable {
  @Override
  void close();
}
