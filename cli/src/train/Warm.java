import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;

import dev.heddle.Default;
import dev.heddle.Expr;
import dev.heddle.FileRef;
import dev.heddle.Task;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/** What the launcher runs to learn which classes a start needs; it is no part of any jar. */
public final class Warm {
  private Warm() {}

  /** A result that is a record, as most are. */
  public record Area(String name, long size, BigDecimal share) {}

  /** A leaf: after the first run some are remembered and one is new. */
  @Task
  public static Area square(int side) {
    return new Area("square " + side, (long) side * side, BigDecimal.ONE);
  }

  /** A list as an argument. */
  @Task
  public static Area total(List<Area> areas) {
    return new Area("total", areas.stream().mapToLong(Area::size).sum(), BigDecimal.TEN);
  }

  /** A graph that grows as it runs, with a default that is not used and one that is. */
  @Task
  public static Expr<Area> sum(@Default("1") int to, @Default("[1]") List<Integer> more) {
    List<Integer> sides =
        IntStream.concat(IntStream.rangeClosed(1, to), more.stream().mapToInt(i -> i))
            .boxed()
            .toList();
    return lazy(Warm::total, each(Warm::square, sides));
  }

  /** A file among the arguments. */
  @Task
  public static long size(FileRef file) {
    return file.size();
  }
}
