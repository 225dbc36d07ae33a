package dev.heddle.monitor.http;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.util.Map;

/** The pages' looks: compiled with the rest of the code, and escaping whatever they are given. */
final class Templates {
  private final TemplateEngine engine = engine();

  /** Templates are found by the thread's class loader, which may be that of a user's program. */
  private static TemplateEngine engine() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Templates.class.getClassLoader());
    try {
      return TemplateEngine.createPrecompiled(ContentType.Html);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** The HTML of a page in UTF-8: {@code shell} and {@code view} by those names. */
  byte[] html(String template, Shell shell, Object view) {
    Utf8ByteOutput out = new Utf8ByteOutput();
    engine.render(template, Map.of("shell", shell, "view", view), out);
    return out.toByteArray();
  }
}
