package dev.heddle.monitor.page;

import dev.heddle.store.FileUse;
import dev.heddle.store.Masking;
import dev.heddle.store.NodeRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recorded call as a list shows it.
 *
 * @param taskHash of the code that ran
 * @param digest of the file that the list is about, as the call saw it; empty if it is about none
 * @param problem why its row can't be read; empty if it can
 */
public record CallLine(
    String id,
    String task,
    String taskHash,
    String call,
    String digest,
    @Nullable Instant finishedAt,
    String problem) {
  private static final int LONGEST = 160;

  static CallLine of(Masking masking, NodeRecord node) {
    return of(masking, node, "");
  }

  private static CallLine of(Masking masking, NodeRecord node, String digest) {
    return new CallLine(
        Shown.id(node.id()),
        node.task().name(),
        node.task().hash().toString(),
        Shown.call(node.task(), masking.arguments(node), LONGEST),
        digest,
        Shown.at(node.finishedAt()),
        "");
  }

  /** One that read or wrote this file. */
  static CallLine of(Masking masking, NodeRecord node, String location, boolean written) {
    Optional<FileUse> use =
        node.files().stream()
            .filter(file -> file.written() == written && file.location().equals(location))
            .findFirst();
    return of(masking, node, use.map(file -> file.digest().toString()).orElse(""));
  }

  static List<CallLine> of(Masking masking, List<Legible<NodeRecord>> nodes) {
    return nodes.stream()
        .map(
            read -> {
              NodeRecord node = read.row();
              return node == null
                  ? new CallLine(Shown.id(read.id()), "", "", "", "", null, read.problem())
                  : of(masking, node);
            })
        .toList();
  }
}
