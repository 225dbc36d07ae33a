package dev.heddle.monitor.http;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
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

  /** The HTML of a page: {@code shell} and {@code view} by those names. */
  String html(String template, Shell shell, Object view) {
    StringOutput out = new StringOutput(16_384);
    engine.render(template, Map.of("shell", shell, "view", view), out);
    return out.toString();
  }
}
