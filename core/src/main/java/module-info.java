/** Lazy, durable tasks: the face, the store and executor SPIs, and the engine behind them. */
@org.jspecify.annotations.NullMarked
module dev.heddle.core {
  requires transitive org.jspecify;
  requires transitive java.sql;
  requires tools.jackson.databind;
  requires tools.jackson.dataformat.toml;
  requires org.objectweb.asm;
  requires org.objectweb.asm.tree;
  requires org.objectweb.asm.tree.analysis;
  requires org.slf4j;

  exports dev.heddle;
  exports dev.heddle.store;
  exports dev.heddle.task;
  exports dev.heddle.executor;
  exports dev.heddle.value;
  exports dev.heddle.config;
  exports dev.heddle.direct;

  uses dev.heddle.store.StoreProvider;
  uses dev.heddle.ValueCodec;
  uses dev.heddle.direct.AppSource;
  uses dev.heddle.expr.CalleeSource;

  provides dev.heddle.direct.AppSource with
      dev.heddle.Heddle.OpenedByDefault;
  provides dev.heddle.expr.CalleeSource with
      dev.heddle.task.TaskMethods;
  provides dev.heddle.store.StoreProvider with
      dev.heddle.store.MemoryStoreProvider;
}
