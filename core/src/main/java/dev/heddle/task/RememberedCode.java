package dev.heddle.task;

import dev.heddle.value.Hash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A task's code beside the stamps under which it may be believed, and their stored form. */
record RememberedCode(CodeStamps stamps, TaskCode code) {
  /** Raised whenever the normal form or this layout changes. */
  static final int FORMAT = 3;

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      stamps.write(out);
      writeHash(out, code.digest());
      out.writeInt(code.members().size());
      for (CodeMember member : code.members()) {
        out.writeUTF(member.owner());
        out.writeUTF(member.name());
        out.writeUTF(member.descriptor());
        writeHash(out, member.digest());
      }
      out.writeInt(code.references().size());
      for (TaskLink link : code.references()) {
        out.writeUTF(link.ownerInternalName());
        out.writeUTF(link.method());
        out.writeUTF(link.descriptor());
      }
      out.writeInt(code.sites().size());
      for (InlineSite site : code.sites()) {
        out.writeInt(site.number());
        out.writeUTF(site.implClass());
        out.writeUTF(site.implMethod());
        out.writeUTF(site.implDescriptor());
        out.writeByte(site.implKind());
        writeHash(out, site.bodyHash());
      }
      Set<String> classes = new TreeSet<>(code.classesRead());
      out.writeInt(classes.size());
      for (String name : classes) {
        out.writeUTF(name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Empty if the bytes are of no use. */
  static Optional<RememberedCode> read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      CodeStamps stamps = CodeStamps.read(in);
      TaskCode code =
          new TaskCode(readHash(in), members(in), references(in), sites(in), classes(in));
      return Optional.of(new RememberedCode(stamps, code));
    } catch (IOException | IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  private static List<CodeMember> members(DataInput in) throws IOException {
    List<CodeMember> members = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      members.add(new CodeMember(in.readUTF(), in.readUTF(), in.readUTF(), readHash(in)));
    }
    return members;
  }

  private static List<TaskLink> references(DataInput in) throws IOException {
    List<TaskLink> links = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      links.add(new TaskLink(in.readUTF(), in.readUTF(), in.readUTF()));
    }
    return links;
  }

  private static List<InlineSite> sites(DataInput in) throws IOException {
    List<InlineSite> sites = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      int number = in.readInt();
      String owner = in.readUTF();
      String method = in.readUTF();
      String descriptor = in.readUTF();
      int kind = in.readByte();
      sites.add(new InlineSite(number, owner, method, descriptor, kind, readHash(in)));
    }
    return sites;
  }

  private static Set<String> classes(DataInput in) throws IOException {
    Set<String> classes = new TreeSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      classes.add(in.readUTF());
    }
    return classes;
  }

  private static void writeHash(DataOutput out, Hash hash) throws IOException {
    out.write(hash.toBytes());
  }

  private static Hash readHash(DataInput in) throws IOException {
    byte[] hash = new byte[Hash.LENGTH];
    in.readFully(hash);
    return Hash.of(hash);
  }
}
