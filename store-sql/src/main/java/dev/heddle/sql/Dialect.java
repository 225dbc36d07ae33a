package dev.heddle.sql;

/**
 * What a statement of {@link Sql}, {@link QueueSql} or {@link PruneSql} is in one database. They
 * are written so that most are the same everywhere; parameters and columns always are.
 */
interface Dialect {
  /** As they are written. */
  Dialect SQLITE =
      new Dialect() {
        @Override
        public String text(String sql) {
          return sql;
        }

        @Override
        public boolean isRemote() {
          return false;
        }

        @Override
        public String kept(String text) {
          return text;
        }

        @Override
        public String read(String kept) {
          return kept;
        }
      };

  /** The statement as this database takes it. */
  String text(String sql);

  /** Whether each statement is a trip to a server, so that many go together. */
  boolean isRemote();

  /** A text as a column can hold it. */
  String kept(String text);

  /** What was kept so. */
  String read(String kept);
}
