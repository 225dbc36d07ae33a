package dev.heddle.value;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** The stored form of a file, folder or file set. */
record ExternalFields(
    String path,
    @Nullable String pattern,
    @Nullable String sha,
    boolean byStat,
    Map<String, String> files) {

  static ExternalFields take(Decoder in) {
    if (!in.at(JsonToken.START_OBJECT)) {
      throw in.unexpected("a path, or an object with path and sha");
    }
    String path = null;
    String pattern = null;
    String sha = null;
    boolean byStat = false;
    Map<String, String> files = new LinkedHashMap<>();
    while (in.next() != JsonToken.END_OBJECT) {
      String name = in.text();
      in.next();
      switch (name) {
        case "path" -> path = in.text();
        case "pattern" -> pattern = in.text();
        case "sha" -> sha = in.text();
        case "by" -> byStat = in.text().equals("stat");
        case "files" -> takeFiles(in, files);
        default -> throw new Misfit("has no part " + name + ", but path, sha");
      }
    }
    if (path == null) {
      throw new Misfit("lacks its path");
    }
    return new ExternalFields(path, pattern, sha, byStat, files);
  }

  private static void takeFiles(Decoder in, Map<String, String> files) {
    if (!in.at(JsonToken.START_OBJECT)) {
      throw in.unexpected("an object");
    }
    while (in.next() != JsonToken.END_OBJECT) {
      String name = in.text();
      in.next();
      files.put(name, in.text());
    }
  }
}
