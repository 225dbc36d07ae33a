package dev.heddle.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test an app in memory, with a clock that only the test moves.
 *
 * <pre>{@code
 * @HeddleTest
 * class MailTest {
 *   @Test
 *   void aReminderIsSentAfterADay(TestApp app) {
 *     Invocation<String> mail =
 *         app.heddle().with(SubmitOptions.NONE.withDelay(Duration.ofDays(1))).submit(Mail::remind, "Ada");
 *
 *     app.runAll();
 *     assertThat(mail).isInState(InvocationState.SCHEDULED);
 *
 *     app.advance(Duration.ofDays(1));
 *     app.runAll();
 *     assertThat(mail).succeededWith("reminded Ada");
 *   }
 * }
 * }</pre>
 *
 * <p>Calls of woven {@link dev.heddle.DirectTask} methods use this app too: a test of such a class
 * needs nothing but this annotation to run distributed, by a worker that the first direct call
 * starts and that stays for the test. The default app is one for the process, so tests that make
 * direct calls can't run side by side in one JVM.
 *
 * <p>A test or a life-cycle method may have a parameter of type {@link TestApp}, {@link
 * dev.heddle.Heddle} or {@link DrivenClock}: within one test they belong together. Nothing runs in
 * the background: {@link TestApp#runAll} carries out what is due. {@link HeddleAssertions} has the
 * assertions. The app is closed after the test.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(HeddleExtension.class)
public @interface HeddleTest {
  /** How many bodies run at once. */
  int slots() default 4;
}
