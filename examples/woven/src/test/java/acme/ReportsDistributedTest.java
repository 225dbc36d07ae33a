package acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Invocation;
import dev.heddle.InvocationState;
import dev.heddle.testkit.HeddleTest;
import dev.heddle.testkit.TestApp;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All that {@link ReportsTest} says, carried out by a worker; and that it really was. */
@HeddleTest
@Tag("distributed")
class ReportsDistributedTest extends ReportsTest {
  @Test
  void aCallIsAnInvocation(TestApp app) {
    Report report = Reports.of("Q1", List.of());

    assertThat(report).isEqualTo(new Report("Q1", 0, 0));
    assertThat(app.invocations())
        .extracting(Invocation::state)
        .containsExactly(InvocationState.SUCCEEDED);
  }

  @Test
  void aCallIsAnInvocationForEachPart(TestApp app) {
    List<Report> reports = Reports.ofAll(List.of("Q1", "Q2", "Q3"), List.of());

    assertThat(reports).hasSize(3);
    assertThat(app.invocations())
        .extracting(Invocation::state)
        .containsOnly(InvocationState.SUCCEEDED)
        .hasSize(3);
  }

  @Test
  void aCallThatThrowsIsAnInvocationThatFailed(TestApp app) {
    assertThatThrownBy(() -> Sale.parse("")).isExactlyInstanceOf(MalformedSaleException.class);

    assertThat(app.invocations())
        .extracting(Invocation::state)
        .containsExactly(InvocationState.FAILED);
  }

  @Test
  void everyMethodIsCarriedOut(TestApp app) throws MalformedSaleException {
    Reports reports = new Reports();
    Report report = new Report("Q1", 1, 250);

    reports.better(report, report);
    reports.format(report);
    Sale.parse("Q1;ribbon;250").withTax(20);

    assertThat(app.invocations()).hasSize(5);
  }
}
