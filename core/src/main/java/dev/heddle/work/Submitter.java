package dev.heddle.work;

import dev.heddle.HeddleException;
import dev.heddle.eval.Engine;
import dev.heddle.executor.CurrentBody;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.Outcome;
import dev.heddle.store.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Puts orders on record. Each call returns after the commit that holds it; many threads' orders
 * share one (law 3).
 */
final class Submitter {
  /** How many orders travel as one set, so wholly or not at all. */
  private static final int SET = 1_000;

  private final Engine engine;
  private final LocalWorkers workers;

  Submitter(Engine engine, LocalWorkers workers) {
    this.engine = engine;
    this.workers = workers;
  }

  /** Records one order; answers the id it stands under, which is another's if it was adopted. */
  long submit(Submission submission) {
    Optional<LocalWorkers.Place> place = workers.reserve(submission);
    long claimant = place.map(LocalWorkers.Place::worker).orElse(0L);
    Outcome outcome;
    try {
      outcome =
          engine
              .committer()
              .commit(fence(), List.of(new Change.Submitted(List.of(submission), claimant)));
    } catch (RuntimeException | Error e) {
      place.ifPresent(LocalWorkers.Place::release);
      throw e;
    }
    place.ifPresent(reserved -> begin(reserved, submission, outcome));
    return ids(List.of(submission), outcome).get(0);
  }

  /** A worker of this process had a slot for it, and has claimed it in the same transaction. */
  private static void begin(LocalWorkers.Place place, Submission submission, Outcome outcome) {
    if (outcome instanceof Outcome.Applied) {
      place.begin(new Claimed(submission, 1, true, 1, false));
    } else {
      place.release();
    }
  }

  /** Records a batch, and answers the ids in its order. */
  List<Long> submit(List<Submission> submissions) {
    Fence fence = fence();
    if (submissions.size() <= SET) {
      Change batch = new Change.Submitted(submissions, 0);
      List<Long> ids = ids(submissions, engine.committer().commit(fence, List.of(batch)));
      workers.ordered();
      return ids;
    }
    List<CompletableFuture<Outcome>> answers = new ArrayList<>();
    for (int from = 0; from < submissions.size(); from += SET) {
      CompletableFuture<Outcome> answer = new CompletableFuture<>();
      engine
          .committer()
          .submit(
              fence,
              List.of(
                  new Change.Submitted(
                      submissions.subList(from, Math.min(from + SET, submissions.size())), 0)),
              answer::complete);
      answers.add(answer);
    }
    List<Long> ids = new ArrayList<>(submissions.size());
    for (int set = 0; set < answers.size(); set++) {
      int from = set * SET;
      List<Submission> part = submissions.subList(from, Math.min(from + SET, submissions.size()));
      ids.addAll(ids(part, answers.get(set).join()));
    }
    workers.ordered();
    return ids;
  }

  private static Fence fence() {
    return CurrentBody.get().map(CurrentBody::fence).orElse(Fence.NONE);
  }

  private static List<Long> ids(List<Submission> submissions, Outcome outcome) {
    if (outcome instanceof Outcome.Errored errored) {
      throw errored.error();
    }
    if (outcome instanceof Outcome.Rejected rejected) {
      throw new HeddleException(
          "Nothing was ordered: the body that orders it is no longer the one on record ("
              + rejected.reason()
              + "). Another attempt has taken its place.");
    }
    Map<Long, Long> adopted =
        outcome instanceof Outcome.Adopted known ? known.ids() : Map.<Long, Long>of();
    return submissions.stream().map(s -> adopted.getOrDefault(s.id(), s.id())).toList();
  }
}
