package dev.heddle.sql;

import dev.heddle.store.FileUse;
import dev.heddle.store.TaskSet;
import dev.heddle.task.Sensitivity;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What rows refer to by id and many rows share: tasks, sets of tasks, files, large values. Ids are
 * remembered once they are durable, so a hot path asks the database once per task, not per call.
 *
 * <p>Of a task only its marks ever change on record, and they become more: an author who marks a
 * parameter means what was recorded before, too, and a process of an older deployment must not undo
 * it. A process that only reads sees them ten seconds later.
 */
final class Names {
  /** A longer value is kept once, by content, instead of in each row that uses it. */
  static final int INLINE = 1_024;

  /** When a memory of ids grows past this it starts over: the bound of what it costs. */
  private static final int REMEMBERED = 100_000;

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** A task's row, with at least the marks of who knows it by this. */
  private record TaskRow(long id, Sensitivity marks) {}

  /** A task as it was read at this time. */
  private record ReadTask(TaskVersion version, long at) {}

  private final Map<TaskVersion, TaskRow> taskIds = new ConcurrentHashMap<>();
  private final Map<Hash, Long> taskSetIds = new ConcurrentHashMap<>();
  private final Map<String, Long> fileIds = new ConcurrentHashMap<>();
  private final Map<String, Long> nameIds = new ConcurrentHashMap<>();
  private final Map<Long, String> taskNames = new ConcurrentHashMap<>();
  private final Map<Long, ReadTask> tasks = new ConcurrentHashMap<>();
  private final Map<Long, TaskSet> taskSets = new ConcurrentHashMap<>();
  private final Map<Long, String> files = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  Names() {
    this(System::nanoTime);
  }

  /** With a clock of the caller's. */
  Names(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** After a transaction was rolled back: ids it had made do not exist. */
  void forget() {
    taskIds.clear();
    taskSetIds.clear();
    fileIds.clear();
    nameIds.clear();
  }

  /** Whether its id is known, and its marks are on record. */
  boolean knows(TaskVersion task) {
    return known(task) != null;
  }

  private @Nullable TaskRow known(TaskVersion task) {
    TaskRow row = taskIds.get(task);
    return row != null && row.marks.covers(task.sensitivity()) ? row : null;
  }

  long id(Session session, TaskVersion task) throws SQLException {
    TaskRow known = known(task);
    if (known != null) {
      return known.id;
    }
    PreparedStatement insert = session.prepare(Sql.INSERT_TASK);
    session.setText(insert, 1, task.name());
    insert.setBytes(2, task.hash().toBytes());
    insert.setBytes(3, Blobs.parameters(task.parameters(), task.sensitivity()));
    session.setText(insert, 4, task.result());
    insert.setBytes(5, Blobs.members(task.members()));
    insert.executeUpdate();
    return remember(taskIds, task, marked(session, task)).id;
  }

  /** Its row, which has its marks by now: those that it had already, and these. */
  private TaskRow marked(Session session, TaskVersion task) throws SQLException {
    while (true) {
      long id;
      byte[] recorded;
      PreparedStatement select = session.prepare(Sql.TASK_ID);
      session.setText(select, 1, task.name());
      select.setBytes(2, task.hash().toBytes());
      try (ResultSet row = select.executeQuery()) {
        id = firstId(row);
        recorded = row.getBytes(2);
      }
      Sensitivity marks = Blobs.marks(recorded);
      if (marks.covers(task.sensitivity())) {
        return new TaskRow(id, marks);
      }
      PreparedStatement update = session.prepare(Sql.MARK_TASK);
      update.setBytes(1, Blobs.parameters(task.parameters(), marks.and(task.sensitivity())));
      update.setLong(2, id);
      update.setBytes(3, recorded);
      update.executeUpdate(); // none if another has just marked it: then both have to be there
      tasks.remove(id);
    }
  }

  /** Of a task's name alone, whatever its code. */
  long nameId(Session session, String task) throws SQLException {
    return id(session, nameIds, task, Sql.INSERT_TASK_NAME, Sql.TASK_NAME_ID);
  }

  /** The name that has this id. */
  String taskName(Session session, long id) throws SQLException {
    String known = taskNames.get(id);
    if (known != null) {
      return known;
    }
    PreparedStatement select = session.prepare(Sql.TASK_NAME);
    select.setLong(1, id);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new MissingRowException("name of a task " + id);
      }
      return remember(taskNames, id, session.text(row, 1));
    }
  }

  long id(Session session, TaskSet set) throws SQLException {
    Long known = taskSetIds.get(set.hash());
    if (known != null) {
      return known;
    }
    Packer packed = new Packer();
    for (TaskVersion task : set.tasks()) {
      packed.number(id(session, task));
    }
    PreparedStatement insert = session.prepare(Sql.INSERT_TASK_SET);
    insert.setBytes(1, set.hash().toBytes());
    insert.setBytes(2, packed.toBytes());
    insert.executeUpdate();
    PreparedStatement select = session.prepare(Sql.TASK_SET_ID);
    select.setBytes(1, set.hash().toBytes());
    return remember(taskSetIds, set.hash(), theId(select));
  }

  long fileId(Session session, String location) throws SQLException {
    return id(session, fileIds, location, Sql.INSERT_FILE, Sql.FILE_ID);
  }

  private static long id(
      Session session, Map<String, Long> ids, String text, String insertion, String look)
      throws SQLException {
    Long known = ids.get(text);
    if (known != null) {
      return known;
    }
    PreparedStatement insert = session.prepare(insertion);
    session.setText(insert, 1, text);
    insert.executeUpdate();
    PreparedStatement select = session.prepare(look);
    session.setText(select, 1, text);
    return remember(ids, text, theId(select));
  }

  private static <K, V> V remember(Map<K, V> map, K key, V value) {
    if (map.size() >= REMEMBERED) {
      map.clear();
    }
    map.put(key, value);
    return value;
  }

  private static long theId(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return firstId(row);
    }
  }

  private static long firstId(ResultSet row) throws SQLException {
    if (!row.next()) {
      throw new SQLException("a row just written is not there");
    }
    return row.getLong(1);
  }

  TaskVersion task(Session session, long id) throws SQLException {
    ReadTask known = tasks.get(id);
    long now = nanoTime.getAsLong();
    if (known != null && now - known.at < FRESH_NANOS) {
      return known.version;
    }
    PreparedStatement select = session.prepare(Sql.TASK);
    select.setLong(1, id);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new MissingRowException("task " + id);
      }
      byte[] parameters = row.getBytes(3);
      TaskVersion read =
          new TaskVersion(
              session.text(row, 1),
              Hash.of(row.getBytes(2)),
              Blobs.strings(parameters),
              session.text(row, 4),
              Blobs.members(row.getBytes(5)),
              Blobs.marks(parameters));
      return remember(tasks, id, new ReadTask(read, now)).version;
    }
  }

  /** What a task is called, which is legible where the rest of its row is not. */
  String calledTask(Session session, long id) throws SQLException {
    try {
      return task(session, id).name();
    } catch (RuntimeException damaged) {
      PreparedStatement select = session.prepare(Sql.TASK);
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? session.text(row, 1) : "";
      }
    }
  }

  TaskSet taskSet(Session session, long id) throws SQLException {
    TaskSet known = taskSets.get(id);
    if (known != null) {
      return known;
    }
    PreparedStatement select = session.prepare(Sql.TASK_SET);
    select.setLong(1, id);
    List<TaskVersion> members = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new MissingRowException("set of tasks " + id);
      }
      Unpacker packed = new Unpacker(row.getBytes(1));
      while (packed.hasMore()) {
        members.add(task(session, packed.number()));
      }
    }
    return remember(taskSets, id, TaskSet.of(members));
  }

  private String file(Session session, long id) throws SQLException {
    String known = files.get(id);
    if (known != null) {
      return known;
    }
    PreparedStatement select = session.prepare(Sql.FILE);
    select.setLong(1, id);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new MissingRowException("file " + id);
      }
      return remember(files, id, session.text(row, 1));
    }
  }

  // Values: hash, then the length and, in its low bit, whether bytes or the id of a `value` follow.

  byte[] values(Session session, List<StoredValue> values) throws SQLException {
    Packer packed = new Packer();
    for (StoredValue value : values) {
      pack(session, packed, value);
    }
    return packed.toBytes();
  }

  byte @Nullable [] value(Session session, @Nullable StoredValue value) throws SQLException {
    return value == null ? null : values(session, List.of(value));
  }

  private static void pack(Session session, Packer packed, StoredValue value) throws SQLException {
    byte[] bytes = value.bytes();
    packed.hash(value.hash());
    if (bytes.length <= INLINE) {
      packed.number((long) bytes.length << 1).raw(bytes);
    } else {
      packed.number(1).number(largeValueId(session, value));
    }
  }

  private static long largeValueId(Session session, StoredValue value) throws SQLException {
    byte[] hash = value.hash().toBytes();
    PreparedStatement select = session.prepare(Sql.VALUE_ID);
    select.setLong(1, value.hash().prefix());
    select.setBytes(2, hash);
    try (ResultSet row = select.executeQuery()) {
      if (row.next()) {
        return reused(session, row.getLong(1));
      }
    }
    PreparedStatement insert = session.prepare(Sql.INSERT_VALUE);
    insert.setLong(1, value.hash().prefix());
    insert.setBytes(2, hash);
    insert.setBytes(3, value.bytes());
    return theId(insert);
  }

  /** A pruning may have seen before this that nothing refers to the value, and not after. */
  private static long reused(Session session, long id) throws SQLException {
    PreparedStatement insert = session.prepare(PruneSql.REUSE_VALUE);
    insert.setLong(1, id);
    insert.executeUpdate();
    return id;
  }

  /** The large values that a packed list of values refers to. */
  static void largeValues(byte @Nullable [] blob, LongConsumer found) {
    if (blob == null) {
      return;
    }
    Unpacker packed = new Unpacker(blob);
    while (packed.hasMore()) {
      packed.hash();
      int header = packed.length();
      if ((header & 1) == 0) {
        packed.skip(header >> 1);
      } else {
        found.accept(packed.number());
      }
    }
  }

  /** Whether any value that a packed list holds itself is so; large ones are not read. */
  static boolean anyHeld(byte @Nullable [] blob, Predicate<byte[]> is) {
    if (blob == null) {
      return false;
    }
    Unpacker packed = new Unpacker(blob);
    while (packed.hasMore()) {
      packed.hash();
      int header = packed.length();
      if ((header & 1) != 0) {
        packed.number();
      } else if (is.test(packed.raw(header >> 1))) {
        return true;
      }
    }
    return false;
  }

  List<StoredValue> values(Session session, byte[] blob) throws SQLException {
    List<StoredValue> values = new ArrayList<>();
    Unpacker packed = new Unpacker(blob);
    while (packed.hasMore()) {
      values.add(unpack(session, packed));
    }
    return values;
  }

  @Nullable StoredValue value(Session session, byte @Nullable [] blob) throws SQLException {
    return blob == null ? null : unpack(session, new Unpacker(blob));
  }

  private static StoredValue unpack(Session session, Unpacker packed) throws SQLException {
    Hash hash = packed.hash();
    int header = packed.length();
    if ((header & 1) == 0) {
      return new StoredValue(hash, packed.raw(header >> 1));
    }
    PreparedStatement select = session.prepare(Sql.VALUE);
    select.setLong(1, packed.number());
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new MissingRowException("value " + hash);
      }
      byte[] bytes = row.getBytes(1);
      return new StoredValue(hash, bytes == null ? new byte[0] : bytes);
    }
  }

  byte @Nullable [] files(Session session, List<FileUse> uses) throws SQLException {
    if (uses.isEmpty()) {
      return null;
    }
    Packer packed = new Packer();
    for (FileUse use : uses) {
      packed.number(fileId(session, use.location()) << 1 | (use.written() ? 1 : 0));
      packed.hash(use.digest());
    }
    return packed.toBytes();
  }

  List<FileUse> files(Session session, byte @Nullable [] blob) throws SQLException {
    if (blob == null) {
      return List.of();
    }
    List<FileUse> uses = new ArrayList<>();
    Unpacker packed = new Unpacker(blob);
    while (packed.hasMore()) {
      long header = packed.number();
      uses.add(new FileUse(file(session, header >>> 1), packed.hash(), (header & 1) != 0));
    }
    return List.copyOf(uses);
  }
}
