package acme;

/** What a quarter came to. */
public record Report(String quarter, int sales, long cents) {
  /** Whether more was paid than in another quarter. A direct task by heddle.toml. */
  public boolean beats(Report other) {
    return cents > other.cents;
  }
}
