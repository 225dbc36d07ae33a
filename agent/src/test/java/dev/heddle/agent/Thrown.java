package dev.heddle.agent;

import dev.heddle.DirectTask;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ResourceBundle;
import java.util.regex.Pattern;

/** A direct task that throws what it is asked to. */
final class Thrown {
  private Thrown() {}

  /** Has a message of its own, and nothing to give it one. */
  static final class FixedException extends Exception {
    private static final long serialVersionUID = 1;

    FixedException() {
      super("always the same");
    }
  }

  /** Makes its message of what it is given. */
  static final class MadeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MadeException(String thing) {
      super("no such " + thing);
    }
  }

  /** A subtype of what is declared, with a constructor like no other. */
  static final class CodeException extends IOException {
    private static final long serialVersionUID = 1;

    CodeException(int code) {
      super("code " + code);
    }
  }

  /** Of a library: no code of the task's mentions it. */
  static final class OfLibraryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OfLibraryException(String message) {
      super(message);
    }
  }

  /** What its message is made of is gone when it is made again. */
  static final class FieldException extends IOException {
    private static final long serialVersionUID = 1;
    private final int code;

    FieldException(int code) {
      this.code = code;
    }

    @Override
    public String getMessage() {
      return "the code is " + code;
    }
  }

  /** What to throw. */
  enum Kind {
    FIXED,
    MADE,
    CODE,
    OF_LIBRARY,
    FIELD,
    MALFORMED,
    DATE,
    PATTERN,
    RESOURCE,
    URI_SYNTAX,
    NULL,
    ERROR
  }

  @DirectTask
  static String it(Kind kind) throws Exception {
    switch (kind) {
      case FIXED -> throw new FixedException();
      case MADE -> throw new MadeException("thing");
      case CODE -> throw new CodeException(7);
      case OF_LIBRARY ->
          throw Class.forName("dev.heddle.agent.Thrown$OfLibrary" + "Exception".strip())
              .asSubclass(RuntimeException.class)
              .getDeclaredConstructor(String.class)
              .newInstance("from afar");
      case FIELD -> throw new FieldException(7);
      case MALFORMED ->
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(new byte[] {(byte) 0xff}));
      case DATE -> LocalDate.parse(kind.name());
      case PATTERN -> Pattern.compile(kind.name() + "(");
      case RESOURCE -> ResourceBundle.getBundle("nothing.of.this.name");
      case URI_SYNTAX -> new URI("a b");
      case NULL -> throw new NullPointerException();
      case ERROR -> throw new StackOverflowError();
    }
    return "nothing";
  }
}
