package dev.heddle.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Compiled;
import dev.heddle.TaskDefinitionException;
import java.io.Serializable;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task in a named module that does not open its package. */
class ClosedModuleTest {
  private static final String TASKS =
      """
      package %s;
      public class Tasks {
        @dev.heddle.Task static int f(int n) { return n + 1; }
        public static dev.heddle.Lazy.Fn1<Integer, Integer> reference() { return Tasks::f; }
      }
      """;

  @Test
  void theErrorNamesTheOpensToAdd(@TempDir Path folder) throws Throwable {
    Compiled compiled =
        Compiled.of(
            folder,
            Map.of(
                "module-info.java",
                "module acme.work { exports acme.closed; exports acme.open; opens acme.open; }",
                "acme/closed/Tasks.java",
                TASKS.formatted("acme.closed"),
                "acme/open/Tasks.java",
                TASKS.formatted("acme.open")),
            "--add-reads",
            "acme.work=ALL-UNNAMED");
    assertThat(compiled.errors()).isEmpty();
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration()
            .resolve(ModuleFinder.of(compiled.classes()), ModuleFinder.of(), Set.of("acme.work"));
    ModuleLayer.Controller layer =
        ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(boot), getClass().getClassLoader());
    Module module = layer.layer().findModule("acme.work").orElseThrow();
    layer.addReads(module, getClass().getClassLoader().getUnnamedModule());

    Class<?> open = module.getClassLoader().loadClass("acme.open.Tasks");
    Class<?> closed = module.getClassLoader().loadClass("acme.closed.Tasks");

    assertThat(
            TaskMethod.of(open, "f")
                .invoke(null, new Object[] {1}, dev.heddle.TaskContext.injected()))
        .isEqualTo(2);
    assertThat(TaskMethod.of(reference(open)).task()).isSameAs(TaskMethod.of(open, "f"));
    assertThatThrownBy(
            () ->
                TaskMethod.of(closed, "f")
                    .invoke(null, new Object[] {1}, dev.heddle.TaskContext.injected()))
        .isInstanceOf(TaskDefinitionException.class)
        .hasMessageContaining("Tasks.f(int)")
        .hasMessageContaining("opens acme.closed;");
    assertThatThrownBy(() -> TaskMethod.of(reference(closed)))
        .hasMessageContaining("opens acme.closed;");
  }

  private static Serializable reference(Class<?> tasks) throws Exception {
    return (Serializable) tasks.getMethod("reference").invoke(null);
  }
}
