import dev.heddle.DirectTask;
import dev.heddle.FanOut;
import java.util.List;

/** A program whose calls a worker carries out, for the classes that this takes. */
public final class Direct {
  private Direct() {}

  /** A result that is a record, as most are. */
  public record Sized(String name, int size) {}

  /** A call that becomes several. */
  @DirectTask
  public static List<Sized> sized(@FanOut List<String> names) {
    return names.stream().map(Direct::one).toList();
  }

  /** A call in a call. */
  @DirectTask
  public static Sized one(String name) {
    return new Sized(name, name.length());
  }

  public static void main(String[] args) {
    System.setProperty("heddle.embedded-worker", "true");
    System.out.println(sized(List.of("warp", "weft")));
  }
}
