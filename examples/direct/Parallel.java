/** One call of a method with @FanOut: a worker process carries out its five parts side by side. */
public final class Parallel {
  private Parallel() {}

  public static void main(String[] args) throws Exception {
    Demo.withWorker(
        () -> Demo.show("one call, fanned out", () -> Tasks.generateReports(Demo.QUARTERS)));
  }
}
