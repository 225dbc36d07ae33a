package acme;

/** A line of the books can't be read. */
public class MalformedSaleException extends Exception {
  private static final long serialVersionUID = 1;

  /** With what is wrong. */
  public MalformedSaleException(String message) {
    super(message);
  }
}
