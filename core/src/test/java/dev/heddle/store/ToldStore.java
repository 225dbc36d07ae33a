package dev.heddle.store;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A store that does nothing but hear what it is told, through one teller or more. */
final class ToldStore {
  private ToldStore() {}

  static Store of(Teller first, Teller... others) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "reserveNumbers" -> 1L;
                  case "moreTellers" -> Arrays.asList(others);
                  case "apply" -> {
                    @SuppressWarnings("unchecked")
                    List<ChangeSet> group = (List<ChangeSet>) arguments[0];
                    yield first.apply(group);
                  }
                  case "url", "toString" -> "memory:";
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> 1;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /** One that applies whatever it is told at once. */
  static Teller atOnce(List<String> applied) {
    return new Teller() {
      @Override
      public List<Outcome> apply(List<ChangeSet> group) {
        return answered(group, applied);
      }

      @Override
      public long reserveNumbers(int count) {
        return 1;
      }
    };
  }

  static List<Outcome> answered(List<ChangeSet> group, List<String> applied) {
    List<Outcome> outcomes = new ArrayList<>();
    for (ChangeSet set : group) {
      applied.add(name(set));
      outcomes.add(new Outcome.Applied());
    }
    return outcomes;
  }

  /** Sets are told apart by the reason they give. */
  private static String name(ChangeSet set) {
    return set.changes().get(0) instanceof Change.GivenBack given ? given.reason() : "worker";
  }

  static List<Change> named(String name) {
    return List.of(new Change.GivenBack(1, name, 1));
  }

  static List<Change> aboutWorker() {
    return List.of(new Change.WorkerLeft(1, 1));
  }
}
