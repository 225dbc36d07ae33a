package dev.heddle.cli;

import dev.heddle.config.Project;
import dev.heddle.value.Codecs;
import dev.heddle.value.DigestMemory;
import dev.heddle.value.FileDigests;
import java.time.Clock;
import java.util.List;

/** Codecs to read parameters with, before any store is open: a wrong command shall create none. */
final class ParameterCodecs {
  private ParameterCodecs() {}

  static Codecs of(Project project) {
    return new Codecs(
        List.of(), new FileDigests(project.root(), DigestMemory.inMemory(), Clock.systemUTC()));
  }
}
