package dev.heddle.sql;

import dev.heddle.store.Activity;
import dev.heddle.store.FailureGroup;
import dev.heddle.store.Found;
import dev.heddle.store.Inspection;
import dev.heddle.store.InvocationFilter;
import dev.heddle.store.InvocationLine;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.LineFilter;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Span;
import dev.heddle.store.Stint;
import dev.heddle.store.WaitEdge;
import dev.heddle.value.Hash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks through a database, on sessions that read. */
final class SqlInspection implements Inspection {
  private final Reads reads;
  private final Names names;
  private final Lanes lanes;

  /** Reads something from the store, on one of its sessions. */
  interface Reads {
    <T> T read(Readers.Reading<T> reading);
  }

  SqlInspection(Reads reads, Names names, Lanes lanes) {
    this.reads = reads;
    this.names = names;
    this.lanes = lanes;
  }

  @Override
  public List<Activity> activity(long from, long to, long stepMillis, @Nullable String task) {
    Span span = Span.of(from, to, stepMillis);
    return reads.read(s -> new ActivityReads(s, names).activity(span, task));
  }

  @Override
  public List<Activity> activityByTask(long from, long to) {
    Span span = Span.whole(from, to);
    return reads.read(s -> new ActivityReads(s, names).byTask(span));
  }

  @Override
  public List<FailureGroup> failures(long since, int limit) {
    return reads.read(s -> new ActivityReads(s, names).failures(since, limit));
  }

  @Override
  public Found<InvocationRecord> invocations(InvocationFilter filter, long before, int limit) {
    return reads.read(s -> new Search(s, names, lanes, filter).find(before, limit));
  }

  @Override
  public List<Stint> stints(long from, long to, long worker, int limit) {
    return reads.read(s -> new StintReads(s, names, from, to, worker).stints(limit));
  }

  @Override
  public Found<InvocationLine> logLines(LineFilter filter, long before, int limit) {
    return reads.read(s -> new LineSearch(s, names, filter, limit).find(before));
  }

  @Override
  public List<WaitEdge> waits(int limit) {
    return reads.read(s -> new QueueReads(s).waits(limit));
  }

  @Override
  public List<NodeRecord> madeBy(Hash value, int limit) {
    return reads.read(s -> new Lineage(s, new Rows(s, names)).madeBy(value, limit));
  }

  @Override
  public List<NodeRecord> usedBy(Hash value, int limit) {
    return reads.read(s -> new Lineage(s, new Rows(s, names)).usedBy(value, limit));
  }

  @Override
  public List<NodeRecord> touching(Hash content, int limit) {
    return reads.read(s -> new Lineage(s, new Rows(s, names)).touching(content, limit));
  }

  @Override
  public long idAt(long at) {
    return reads.read(s -> Moments.ofInvocations(s).idAt(at));
  }
}
