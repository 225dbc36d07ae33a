package dev.heddle.benchmarks.peers;

import dev.dbos.transact.workflow.Workflow;

/** The bodies as DBOS's workflows, which are the methods of a proxied interface. */
public interface DbosWorkflows {
  /** The no-op. */
  int noop(int number);

  /** Marks and holds. */
  int hold(String marks) throws Exception;

  /** What the proxy calls. */
  final class Bodies implements DbosWorkflows {
    @Workflow(name = "noop")
    @Override
    public int noop(int number) {
      return Work.noop(number);
    }

    @Workflow(name = "hold")
    @Override
    public int hold(String marks) throws Exception {
      Work.hold(marks);
      return 0;
    }
  }
}
