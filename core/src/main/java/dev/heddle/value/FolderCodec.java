package dev.heddle.value;

import dev.heddle.DirRef;
import dev.heddle.External;
import dev.heddle.FileSet;
import dev.heddle.HeddleException;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JsonToken;

/**
 * {@link DirRef} and {@link FileSet}: {@code {"path": …, "sha": …, "files": {name: sha}}}, the
 * files only if they are few; a set has its pattern too.
 */
final class FolderCodec extends TypeCodec {
  private final boolean set;

  FolderCodec(Class<?> type, Encoders encoders) {
    super(Shape.of(type), type, encoders);
    this.set = type == FileSet.class;
  }

  @Override
  void put(Encoder out, Object value) {
    External external = (External) value;
    FileDigests.Snapshot now = out.files().snapshot(external);
    out.hash
        .putByte(set ? Kinds.FILE_SET : Kinds.DIR)
        .putString(now.location())
        .putHash(now.digest());
    if (external instanceof FileSet files) {
      out.json.ascii("{\"path\":").string(out.files().location(DirRef.of(files.folder())));
      out.json.ascii(",\"pattern\":").string(files.pattern());
    } else {
      out.json.ascii("{\"path\":").string(now.location());
    }
    out.json.ascii(",\"sha\":").string(now.digest().toString());
    if (now.files().size() <= FileDigests.LISTED) {
      putFiles(out, now);
    }
    out.json.mark('}');
  }

  private static void putFiles(Encoder out, FileDigests.Snapshot now) {
    out.json.ascii(",\"files\":{");
    String separator = "";
    for (Map.Entry<String, Hash> file : now.files().entrySet()) {
      out.json.ascii(separator).string(file.getKey()).mark(':').string(file.getValue().toString());
      separator = ",";
    }
    out.json.mark('}');
  }

  @Override
  Object take(Decoder in) {
    if (in.typed() && in.at(JsonToken.VALUE_STRING)) {
      return fromText(in.text());
    }
    ExternalFields fields = ExternalFields.take(in);
    String path = in.typed() ? fields.path() : in.files().spelled(fields.path());
    String sha = in.typed() ? null : fields.sha();
    if (set) {
      String pattern = fields.pattern();
      FileSet files = pattern == null ? FileSet.of(path) : FileSet.of(path, pattern);
      return sha == null ? files : files.withRecorded(sha, fields.files());
    }
    DirRef dir = DirRef.of(path);
    return sha == null ? dir : dir.withRecorded(sha, fields.files());
  }

  @Override
  Object fromText(String text) {
    try {
      return set ? FileSet.of(text) : DirRef.of(text);
    } catch (HeddleException e) {
      throw new Misfit("should be a path: " + e.getMessage(), e);
    }
  }

  @Override
  void eachFile(Object value, Consumer<External> sink) {
    sink.accept((External) value);
  }

  @Override
  public String typeName() {
    return set ? "files (a pattern)" : "folder";
  }

  @Override
  Form form() {
    return Form.OBJECT;
  }

  @Override
  boolean frozen() {
    return false;
  }

  @Override
  boolean fileLike() {
    return true;
  }
}
