package dev.heddle;

import java.util.Optional;

/**
 * A value whose content lies outside of the store: a file, a folder, or the files of a pattern. It
 * is part of a key by its content, and a recorded result that holds one stands only as long as that
 * content does.
 */
public sealed interface External permits FileRef, DirRef, FileSet {

  /** The path, pattern or URI, as it was given. */
  String location();

  /**
   * The digest of the content when this value was recorded, as 40 hex digits; empty for one that
   * was made by hand and has not been recorded.
   */
  Optional<String> recordedDigest();
}
