package dev.heddle.value;

import dev.heddle.External;
import dev.heddle.FileRef;
import dev.heddle.HeddleException;
import java.util.function.Consumer;
import tools.jackson.core.JsonToken;

/** {@link FileRef}: {@code {"path": …, "sha": …}}, keyed by location and content as it is now. */
final class FileRefCodec extends TypeCodec {
  FileRefCodec(Encoders encoders) {
    super(Shape.of(FileRef.class), FileRef.class, encoders);
  }

  @Override
  void put(Encoder out, Object value) {
    FileRef file = (FileRef) value;
    FileDigests.Snapshot now = out.files().snapshot(file);
    out.hash
        .putByte(Kinds.FILE)
        .putByte(file.isByStat() ? 1 : 0)
        .putString(now.location())
        .putHash(now.digest());
    out.json.ascii("{\"path\":").string(now.location());
    out.json.ascii(",\"sha\":").string(now.digest().toString());
    if (file.isByStat()) {
      out.json.ascii(",\"by\":\"stat\"");
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
    FileRef file = FileRef.of(path);
    if (fields.byStat()) {
      file = file.byStat();
    }
    String sha = fields.sha();
    return sha == null || in.typed() ? file : file.withRecordedDigest(sha);
  }

  @Override
  Object fromText(String text) {
    if (text.stripLeading().startsWith("{\"path\"")) {
      Object read = fromJson(text);
      if (read != null) {
        return read;
      }
    }
    try {
      return FileRef.of(text);
    } catch (HeddleException e) {
      throw new Misfit("should be a path or URI: " + e.getMessage(), e);
    }
  }

  @Override
  void eachFile(Object value, Consumer<External> sink) {
    sink.accept((FileRef) value);
  }

  @Override
  public String typeName() {
    return "file";
  }

  @Override
  Form form() {
    return Form.OBJECT;
  }

  @Override
  boolean frozen() {
    return false; // a consumer gets the recorded digest, which the producer's object has not
  }

  @Override
  boolean fileLike() {
    return true;
  }
}
