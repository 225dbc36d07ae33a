package dev.heddle;

/**
 * Teaches Heddle a type of yours as a parameter, a result, or a part of one: write it as text, read
 * it back. Give it to the builder of {@code Heddle.builder()}. Must be thread-safe.
 *
 * <pre>{@code
 * final class MoneyCodec implements ValueCodec<Money> {
 *   public Class<Money> type() { return Money.class; }
 *   public int version() { return 1; }
 *   public String write(Money money) { return money.currency() + " " + money.cents(); }
 *   public Money read(String text) { ... }
 * }
 * }</pre>
 *
 * @param <T> the type, exactly: not its subclasses
 */
public interface ValueCodec<T> {

  /** The declared type this codec is for. */
  Class<T> type();

  /** Names the codec for ever; part of every key of such a value. */
  default String id() {
    return type().getName();
  }

  /** Raise it when {@link #write} changes; part of every key of such a value. */
  int version();

  /**
   * Writes a value, never null, as text. Equal values must have equal text, since the text is the
   * value's identity: two of different text are two different arguments.
   */
  String write(T value) throws Exception;

  /** Reads back what {@link #write} wrote, as a new object unless {@link #immutable}. */
  T read(String text) throws Exception;

  /** Reads what a person typed; as {@link #read} unless overridden. */
  default T parse(String text) throws Exception {
    return read(text);
  }

  /** Whether the type is deeply immutable, so that one object may be shared between tasks. */
  default boolean immutable() {
    return false;
  }
}
