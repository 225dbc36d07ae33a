package dev.heddle.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.expr.CalleeSource;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests run on the class path; on the module path TaskRef.of needs what is declared here. */
class ModuleServicesTest {
  @Test
  void theModuleProvidesAndUsesTheSourceOfCallees() throws Exception {
    Path classes =
        Path.of(TaskMethod.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    ModuleDescriptor module =
        ModuleFinder.of(classes).find("dev.heddle.core").orElseThrow().descriptor();

    assertThat(module.uses()).contains(CalleeSource.class.getName());
    assertThat(module.provides())
        .anySatisfy(
            provided -> {
              assertThat(provided.service()).isEqualTo(CalleeSource.class.getName());
              assertThat(provided.providers()).containsExactly(TaskMethods.class.getName());
            });
  }
}
