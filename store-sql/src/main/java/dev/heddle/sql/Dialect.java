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
        public String own(String sql) {
          return sql;
        }

        @Override
        public boolean isRemote() {
          return false;
        }

        @Override
        public boolean settles() {
          return true;
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

  /** The statement of this database for the same end, before {@link #text}. */
  String own(String sql);

  /** Whether each statement is a trip to a server, so that many go together. */
  boolean isRemote();

  /** Whether reusable nodes are put into a small table first, and settled into the large one. */
  boolean settles();

  /** A text as a column can hold it. */
  String kept(String text);

  /** What was kept so. */
  String read(String kept);
}
