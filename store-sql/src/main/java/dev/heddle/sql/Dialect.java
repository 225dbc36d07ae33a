package dev.heddle.sql;

/**
 * What a statement of {@link Sql}, {@link QueueSql} or {@link PruneSql} is in one database. They
 * are written so that most are the same everywhere; parameters and columns always are.
 */
@FunctionalInterface
interface Dialect {
  /** As they are written. */
  Dialect SQLITE = sql -> sql;

  /** The statement as this database takes it. */
  String text(String sql);
}
