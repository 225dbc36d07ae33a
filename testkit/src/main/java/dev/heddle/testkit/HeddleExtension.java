package dev.heddle.testkit;

import dev.heddle.Heddle;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Makes the app of a test, and has direct calls use it meanwhile; JUnit closes it with the test's
 * store.
 */
final class HeddleExtension implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
  private static final Namespace OURS = Namespace.create(HeddleExtension.class);

  @Override
  public void beforeEach(ExtensionContext test) {
    Heddle.setDefault(app(test).heddle());
  }

  @Override
  public void afterEach(ExtensionContext test) {
    Heddle.setDefault(null);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestApp.class || type == Heddle.class || type == DrivenClock.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    TestApp app = app(test);
    Class<?> type = parameter.getParameter().getType();
    if (type == Heddle.class) {
      return app.heddle();
    }
    return type == DrivenClock.class ? app.clock() : app;
  }

  private static TestApp app(ExtensionContext test) {
    Class<?> type = test.getRequiredTestClass();
    HeddleTest annotation = type.getAnnotation(HeddleTest.class);
    int slots = annotation == null ? 4 : annotation.slots();
    return test.getStore(OURS)
        .computeIfAbsent(TestApp.class, key -> new TestApp(type, slots), TestApp.class);
  }
}
