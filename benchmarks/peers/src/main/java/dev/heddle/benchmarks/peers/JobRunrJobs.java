package dev.heddle.benchmarks.peers;

import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;

/** The bodies as JobRunr's job requests. */
public final class JobRunrJobs {
  private JobRunrJobs() {}

  /** The no-op of this number. */
  public record Noop(int number) implements JobRequest {
    @Override
    public Class<NoopHandler> getJobRequestHandler() {
      return NoopHandler.class;
    }
  }

  /** Carries it out. */
  public static final class NoopHandler implements JobRequestHandler<Noop> {
    @Override
    public void run(Noop request) {
      Work.noop(request.number());
    }
  }

  /** Marks in this file and holds. */
  public record Hold(String marks) implements JobRequest {
    @Override
    public Class<HoldHandler> getJobRequestHandler() {
      return HoldHandler.class;
    }
  }

  /** Carries it out. */
  public static final class HoldHandler implements JobRequestHandler<Hold> {
    @Override
    public void run(Hold request) throws Exception {
      Work.hold(request.marks());
    }
  }
}
