package dev.heddle.monitor.http;

import java.util.List;

/** The API for people: what can be asked for, and with what. */
public record ApiPage(List<Line> lines) {
  /** One address. */
  public record Line(
      String method, String path, String summary, boolean changes, List<Named> parameters) {}

  /** A parameter, and what it means. */
  public record Named(String name, String description) {}

  static ApiPage of(List<Place<?>> places) {
    return new ApiPage(
        places.stream()
            .map(
                place ->
                    new Line(
                        place.method(),
                        place.apiPath(),
                        place.summary(),
                        place.changes(),
                        place.parameters().stream()
                            .map(p -> new Named(p.name(), p.description()))
                            .toList()))
            .toList());
  }
}
