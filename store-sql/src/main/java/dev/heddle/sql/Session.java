package dev.heddle.sql;

import dev.heddle.store.News;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection with the statements it has prepared. Used by one thread at a time. */
final class Session implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final String COMMIT = "COMMIT";

  /** How many statements the driver certainly sends in one trip: with 256 it takes a break. */
  private static final int ONE_TRIP = 100;

  private final Connection connection;
  private final Dialect dialect;
  private final KnownClaims known;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final Map<String, Batch> batches = new HashMap<>();
  private final Deferred deferred;

  /** Whether it is between the beginning of a transaction and its end. */
  private boolean opened;

  /** Whether that has begun for the connection, too. */
  private boolean begun;

  /** Whether it was committed with what was asked last. */
  private boolean committed;

  /** What others may hear of once the transaction is committed. */
  private final Set<News> news = EnumSet.noneOf(News.class);

  /**
   * A session on a connection, which it closes.
   *
   * @param dialect what its statements are in that database
   */
  Session(Connection connection, Dialect dialect) {
    this(connection, dialect, KnownClaims.NONE);
  }

  /**
   * Likewise.
   *
   * @param known what the process has claimed
   */
  Session(Connection connection, Dialect dialect, KnownClaims known) {
    this.connection = connection;
    this.dialect = dialect;
    this.known = known;
    this.deferred = new Deferred(connection);
  }

  /**
   * The statement of this text, prepared once; its caller closes no more than its result set. What
   * was told for {@link #later} before is done before it.
   */
  PreparedStatement prepare(String sql) throws SQLException {
    beginIfOpened();
    if (!deferred.isEmpty()) {
      deferred.send();
    }
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(dialect.text(sql));
      prepared.put(sql, statement);
    }
    return statement;
  }

  /**
   * Executes a statement whose answer nobody needs, at once or with the next that is asked.
   *
   * @param parameters how many it has
   */
  void later(String sql, int parameters, Deferred.Binder binder) throws SQLException {
    if (dialect.isRemote()) {
      deferred.add(dialect.text(sql), parameters, binder);
    } else {
      PreparedStatement statement = prepare(sql);
      binder.bind(statement, 1);
      statement.execute();
    }
  }

  /** Asks these in as few trips as the database allows, and reads the answers in their order. */
  void ask(Deferred.Question... questions) throws SQLException {
    if (dialect.isRemote()) {
      beginIfOpened();
      deferred.ask(translated(questions));
      return;
    }
    for (Deferred.Question question : questions) {
      PreparedStatement select = prepare(question.sql());
      question.binder().bind(select, 1);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          question.reader().read(row);
        }
      }
    }
  }

  /** A question to a server about these, whose ids are the one parameter of the statement. */
  Deferred.Question about(String sql, List<Long> ids, Deferred.Reader reader) throws SQLException {
    Array sorted = longs(ids.stream().sorted());
    return new Deferred.Question(sql, 1, (select, from) -> select.setArray(from, sorted), reader);
  }

  /** These in their order, as a server takes them. */
  Array longs(Stream<Long> numbers) throws SQLException {
    return connection.createArrayOf("int8", numbers.toArray(Long[]::new));
  }

  /** Texts of zeros and ones, as a server takes them. */
  Array bits(Stream<String> texts) throws SQLException {
    return connection.createArrayOf("varbit", texts.toArray(String[]::new));
  }

  /** What the process has claimed. */
  KnownClaims known() {
    return known;
  }

  /** As {@link Dialect#settles}. */
  boolean settles() {
    return dialect.settles();
  }

  /** As {@link Dialect#isRemote}: then a statement that changes rows can answer with them, too. */
  boolean isRemote() {
    return dialect.isRemote();
  }

  /** Asks the last questions of a transaction, which may be committed in the same trip. */
  void askLast(Deferred.Question... questions) throws SQLException {
    if (dialect.isRemote()) {
      deferred.ask(translated(questions), end());
      committed = true;
    } else {
      ask(questions);
    }
  }

  private List<Deferred.Question> translated(Deferred.Question... questions) {
    return Stream.of(questions)
        .map(
            q ->
                new Deferred.Question(
                    dialect.text(q.sql()), q.parameters(), q.binder(), q.reader()))
        .toList();
  }

  /** Does what was told for {@link #later}. */
  void send() throws SQLException {
    beginIfOpened();
    deferred.send();
  }

  /** The batch of this statement; one for all who ask for it. */
  Batch batch(String sql) throws SQLException {
    Batch batch = batches.get(sql);
    if (batch == null) {
      batch =
          dialect.isRemote()
              ? new ArrayBatch(deferred, connection, dialect.own(sql), dialect)
              : new StatementBatch(prepare(sql), dialect);
      batches.put(sql, batch);
    }
    return batch;
  }

  /** Binds a text, whatever characters it is of. */
  void setText(PreparedStatement statement, int place, String text) throws SQLException {
    statement.setString(place, dialect.kept(text));
  }

  /** The text in a column of the present row, as it was bound; null if there is none. */
  String text(ResultSet row, int column) throws SQLException {
    return dialect.read(row.getString(column));
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs it to its end, where {@link #execute} would make the first of many steps. */
  void executeWhole(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** The number in the first column of the first row, or 0. */
  long number(String sql) throws SQLException {
    try (ResultSet row = prepare(sql).executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Begins a transaction; in SQLite an IMMEDIATE one: no read transaction is ever upgraded. */
  void begin() throws SQLException {
    committed = false;
    news.clear();
    opened = true;
    if (!dialect.isRemote()) {
      beginIfOpened();
    }
  }

  /**
   * What goes to a server in a single trip is a transaction without BEGIN and COMMIT: it ends with
   * the trip. One that takes several has to be begun.
   */
  private void beginIfOpened() throws SQLException {
    if (opened && !begun && !committed) {
      connection.setAutoCommit(false);
      begun = true;
    }
  }

  /** Others may hear of this, once the transaction is committed. */
  void tells(News of) {
    news.add(of);
  }

  /** All that was said so since it was begun, and that it changes anything. */
  Set<News> news() {
    Set<News> all = EnumSet.of(News.CHANGE);
    all.addAll(news);
    return all;
  }

  /** What has to be told at its end. */
  private List<String> end() throws SQLException {
    if (deferred.size() > ONE_TRIP) {
      beginIfOpened();
    }
    return begun ? List.of(COMMIT) : List.of();
  }

  void commit() throws SQLException {
    if (!committed && !deferred.isEmpty()) {
      deferred.ask(List.of(), end());
    }
    ended();
  }

  private void ended() throws SQLException {
    boolean was = begun;
    committed = false;
    opened = false;
    begun = false;
    if (was) {
      connection.setAutoCommit(true);
    }
  }

  /** Commits and, in the same trip to a server, executes this in a transaction of its own. */
  void commitAnd(String sql, int parameters, Deferred.Binder binder) throws SQLException {
    if (!committed) {
      beginIfOpened();
      deferred.add(COMMIT, 0, (statement, from) -> {});
    }
    deferred.add(dialect.text(sql), parameters, binder);
    deferred.send();
    ended();
  }

  /** Leaves no transaction open, whatever had failed before. */
  void rollback() {
    committed = false;
    opened = false;
    begun = false;
    deferred.clear();
    // The driver notes "auto-commit" before it commits, and "no auto-commit" before it begins; so
    // after a failure of either its note can be wrong in both directions. ROLLBACK by hand first,
    // then let it believe in auto-commit again. Each fails if there is nothing to end: so be it.
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      ignore(e);
    }
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      ignore(e);
    }
    for (PreparedStatement statement : prepared.values()) {
      try {
        statement.clearBatch();
      } catch (SQLException e) {
        ignore(e);
      }
    }
    for (Batch batch : batches.values()) {
      try {
        batch.clear();
      } catch (SQLException e) {
        ignore(e);
      }
    }
  }

  /** Closes its statements and leaves the connection to its owner. */
  Connection letGo() throws SQLException {
    if (!deferred.isEmpty()) {
      deferred.send();
    }
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    deferred.close();
    return connection;
  }

  /** Closes it after a failure, whose error counts. */
  void abandon() {
    try {
      close();
    } catch (SQLException e) {
      ignore(e);
    }
  }

  /** The number of the server's process behind the connection. */
  int backend() throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  /** Whether the connection is known to be lost for good. */
  boolean isBroken() {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  private static void ignore(SQLException expected) {
    LOG.trace("event=ignored", expected);
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    deferred.close();
    connection.close();
  }
}
