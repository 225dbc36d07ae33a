package dev.heddle.sql;

import dev.heddle.store.Hits;
import dev.heddle.store.StoredError;
import dev.heddle.task.CodeMember;
import dev.heddle.task.Sensitivity;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The packed columns that refer to no other table. An absent or empty one is NULL in the row. */
final class Blobs {
  private Blobs() {}

  static byte @Nullable [] hits(Hits hits) {
    if (hits.size() == 0) {
      return null;
    }
    return new Packer().numbers(hits.positions()).numbers(hits.nodes()).toBytes();
  }

  static Hits hits(byte @Nullable [] blob) {
    if (blob == null) {
      return Hits.NONE;
    }
    Unpacker packed = new Unpacker(blob);
    return new Hits(packed.numbers(), packed.numbers());
  }

  static byte @Nullable [] ids(long[] ids) {
    return ids.length == 0 ? null : new Packer().numbers(ids).toBytes();
  }

  static long[] ids(byte @Nullable [] blob) {
    return blob == null ? new long[0] : new Unpacker(blob).numbers();
  }

  static byte[] strings(List<String> strings) {
    Packer packed = new Packer().number(strings.size());
    strings.forEach(packed::string);
    return packed.toBytes();
  }

  static List<String> strings(byte[] blob) {
    return strings(new Unpacker(blob));
  }

  private static List<String> strings(Unpacker packed) {
    int count = packed.count();
    List<String> strings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      strings.add(packed.string());
    }
    return List.copyOf(strings);
  }

  /** The parameters of a task; marks stand behind them, if there are any. */
  static byte[] parameters(List<String> parameters, Sensitivity marks) {
    Packer packed = new Packer().raw(strings(parameters));
    if (!marks.equals(Sensitivity.NONE)) {
      packed.number(marks.result() ? 1 : 0);
      packed.numbers(marks.arguments().stream().mapToLong(i -> i).sorted().toArray());
    }
    return packed.toBytes();
  }

  /** The marks behind the parameters of a task. */
  static Sensitivity marks(byte[] parameters) {
    Unpacker packed = new Unpacker(parameters);
    strings(packed);
    if (!packed.hasMore()) {
      return Sensitivity.NONE;
    }
    boolean result = packed.number() != 0;
    Set<Integer> arguments = new HashSet<>();
    for (long argument : packed.numbers()) {
      arguments.add(Math.toIntExact(argument));
    }
    return new Sensitivity(arguments, result);
  }

  static byte[] members(List<CodeMember> members) {
    Packer packed = new Packer().number(members.size());
    for (CodeMember member : members) {
      packed.string(member.owner()).string(member.name()).string(member.descriptor());
      packed.hash(member.digest());
    }
    return packed.toBytes();
  }

  static List<CodeMember> members(byte[] blob) {
    Unpacker packed = new Unpacker(blob);
    int count = packed.count();
    List<CodeMember> members = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      members.add(new CodeMember(packed.string(), packed.string(), packed.string(), packed.hash()));
    }
    return List.copyOf(members);
  }

  /** An error and its causes, outermost first: a flat list, since causes nest without bound. */
  static byte @Nullable [] error(@Nullable StoredError error) {
    if (error == null) {
      return null;
    }
    Packer packed = new Packer();
    for (StoredError e = error; e != null; e = e.cause()) {
      packed.bytes(strings(e.types()));
      String message = e.message();
      packed.number(message == null ? 0 : 1);
      if (message != null) {
        packed.string(message);
      }
      packed.bytes(strings(e.frames()));
    }
    return packed.toBytes();
  }

  static @Nullable StoredError error(byte @Nullable [] blob) {
    if (blob == null) {
      return null;
    }
    record Link(List<String> types, @Nullable String message, List<String> frames) {}
    Deque<Link> innermostFirst = new ArrayDeque<>();
    Unpacker packed = new Unpacker(blob);
    while (packed.hasMore()) {
      innermostFirst.push(
          new Link(
              strings(packed.bytes()),
              packed.number() == 0 ? null : packed.string(),
              strings(packed.bytes())));
    }
    StoredError error = null;
    for (Link link : innermostFirst) {
      error = new StoredError(link.types, link.message, link.frames, error);
    }
    return error;
  }
}
