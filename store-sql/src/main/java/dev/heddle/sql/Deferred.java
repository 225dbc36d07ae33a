package dev.heddle.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Statements whose answers nobody needs, on their way to a server: they wait for the next one that
 * is asked for something, or for the commit, and go with it in one trip, in their order.
 */
final class Deferred {
  private static final String BETWEEN = ";\n";

  /** So many insertions and a lock become one statement. */
  private static final int FEW = 8;

  /** Texts that are kept prepared, by the server too. */
  private static final int KEPT = 200;

  private final Connection connection;
  private final List<Waiting> waiting = new ArrayList<>();

  /** By their texts, the one that was used last at the end. */
  private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);

  /** Binds the parameters of a statement that begin at a place. */
  @FunctionalInterface
  interface Binder {
    void bind(PreparedStatement statement, int from) throws SQLException;
  }

  private record Waiting(String text, int parameters, Binder binder) {}

  Deferred(Connection connection) {
    this.connection = connection;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.size();
  }

  void add(String text, int parameters, Binder binder) {
    waiting.add(new Waiting(text, parameters, binder));
  }

  /** Reads the rows of an answer, each in its turn. */
  @FunctionalInterface
  interface Reader {
    void read(ResultSet row) throws SQLException;
  }

  /**
   * A statement that answers with rows.
   *
   * @param parameters how many it has
   */
  record Question(String sql, int parameters, Binder binder, Reader reader) {}

  /** Sends what waits. */
  void send() throws SQLException {
    ask(List.of());
  }

  /** Sends what waits and, in the same trip, these; reads their answers in their order. */
  void ask(List<Question> questions) throws SQLException {
    ask(questions, List.of());
  }

  /** Likewise, and then does these, of which none answers. */
  void ask(List<Question> questions, List<String> then) throws SQLException {
    int first = waiting.size();
    for (Question question : questions) {
      add(question.sql, question.parameters, question.binder);
    }
    int afterQuestions = waiting.size();
    for (String sql : then) {
      add(sql, 0, (statement, from) -> {});
    }
    int last = waiting.size();
    if (last == 0) {
      return;
    }
    PreparedStatement all = bound(questions.isEmpty() && insertsUnderLock());
    try {
      // Each answer is taken, so that the error of any of them is thrown.
      boolean rows = all.execute();
      for (int i = 0; i < last; i++) {
        if (i >= first && i < afterQuestions) {
          read(all, rows, questions.get(i - first));
        }
        rows = all.getMoreResults();
      }
    } finally {
      waiting.clear();
    }
  }

  private static void read(PreparedStatement all, boolean rows, Question question)
      throws SQLException {
    if (!rows) {
      throw new SQLException("a statement that answers with rows did not: " + question.sql);
    }
    ResultSet row = all.getResultSet();
    while (row.next()) {
      question.reader.read(row);
    }
  }

  private PreparedStatement bound(boolean asOne) throws SQLException {
    String text = asOne ? asOne() : asMany();
    PreparedStatement all = prepared.get(text);
    if (all == null) {
      all = connection.prepareStatement(text);
      prepared.put(text, all);
      if (prepared.size() > KEPT) {
        forgetOne();
      }
    }
    int from = 1;
    for (Waiting one : waiting) {
      one.binder.bind(all, from);
      from += one.parameters;
    }
    return all;
  }

  private void forgetOne() throws SQLException {
    Iterator<PreparedStatement> unused = prepared.values().iterator();
    unused.next().close();
    unused.remove();
  }

  private String asMany() {
    return waiting.stream().map(one -> one.text.strip()).collect(Collectors.joining(BETWEEN));
  }

  /** Whether a lock comes first, and then a few insertions and nothing else. None may answer. */
  private boolean insertsUnderLock() {
    return waiting.size() > 1
        && waiting.size() <= FEW
        && waiting.get(0).text.equals(PostgresDatabase.SHARED)
        && waiting.stream().skip(1).allMatch(one -> one.text.stripLeading().startsWith("INSERT"));
  }

  /**
   * As one statement, which costs the server less than several: an order alone, an eighth of it. It
   * takes the lock first, since what changes rows in WITH and is not read there is done at the end.
   */
  private String asOne() {
    Collections.rotate(waiting, -1); // the lock is the last one of the text
    StringBuilder text = new StringBuilder("WITH ");
    for (int i = 0; i < waiting.size() - 1; i++) {
      text.append(i == 0 ? "" : ",\n").append("i").append(i).append(" AS (");
      text.append(waiting.get(i).text.strip()).append(')');
    }
    return text.append('\n').append(waiting.get(waiting.size() - 1).text).toString();
  }

  /** Closes its statements. */
  void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
  }

  /** Forgets what waits. */
  void clear() {
    waiting.clear();
  }
}
