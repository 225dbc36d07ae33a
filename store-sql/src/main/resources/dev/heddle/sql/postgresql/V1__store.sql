-- The store in PostgreSQL, version 1. docs/design/store.md and docs/design/invocations.md say who
-- writes what, and when; docs/design/postgresql.md what is other here than in SQLite.
-- Times are epoch milliseconds. Columns of bytea named hits, children, arguments, files, tasks,
-- members and submission are packed (see Packer); an argument or result above 1 KiB is a reference
-- into `value`.

-- The next id of executions, invocations and call nodes; taken in blocks.
CREATE TABLE ids (
  next BIGINT NOT NULL
);
INSERT INTO ids (next) VALUES (1);

-- Numbers of leases: session locks that show that a client lives. Never given twice.
CREATE SEQUENCE lease AS INTEGER MINVALUE 1000;

-- One opening of this store by a process, which holds `lease` while it lives.
CREATE TABLE client (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  token       BIGINT NOT NULL,            -- tells it from another that got its id after a rollback
  lease       TEXT   NOT NULL,
  inode       TEXT   NOT NULL,            -- a mark of the lease
  name        TEXT   NOT NULL,
  started_at  BIGINT NOT NULL,
  beat        BIGINT NOT NULL DEFAULT 0,  -- rises while it lives, commits or not
  beat_at     BIGINT NOT NULL DEFAULT 0,  -- by its own clock; for display only
  last_number BIGINT NOT NULL DEFAULT 0,  -- of the change sets it told
  refused     BYTEA  NOT NULL DEFAULT ''  -- numbers below it that were not applied
) WITH (fillfactor = 50);

CREATE TABLE task (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       TEXT  NOT NULL,
  hash       BYTEA NOT NULL,
  parameters BYTEA NOT NULL,
  result     TEXT  NOT NULL,
  members    BYTEA NOT NULL,
  UNIQUE (name, hash)
);

-- A set of tasks at their code; most calls of a run share one.
CREATE TABLE task_set (
  id    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  hash  BYTEA NOT NULL UNIQUE,
  tasks BYTEA NOT NULL
);

CREATE TABLE execution (
  id           BIGINT  PRIMARY KEY,
  epoch        BIGINT  NOT NULL,
  state        INTEGER NOT NULL, -- 0 running 1 succeeded 2 failed 3 cancelled 4 interrupted
  client       BIGINT  NOT NULL,
  label        TEXT    NOT NULL,
  command_line BYTEA   NOT NULL,
  started_at   BIGINT  NOT NULL,
  ended_at     BIGINT  NOT NULL, -- 0 while it runs
  run          BIGINT  NOT NULL DEFAULT 0,
  cached       BIGINT  NOT NULL DEFAULT 0,
  failed       BIGINT  NOT NULL DEFAULT 0,
  cancelled    BIGINT  NOT NULL DEFAULT 0,
  hits         BYTEA,
  result       BYTEA,
  error        BYTEA
);
CREATE INDEX execution_running ON execution (client) WHERE state = 0;

-- One carrying-out of a call. key and arguments are NULL where the call node of the same id has
-- them. An ordered invocation has its order here, written once; its state is 0 until it is final.
-- The columns behind `expression` are those of its course, written once, by its end. No index
-- depends on what changes.
CREATE TABLE invocation (
  id         BIGINT  PRIMARY KEY,
  execution  BIGINT  NOT NULL,
  parent     BIGINT  NOT NULL,
  position   BIGINT  NOT NULL,
  task       BIGINT  NOT NULL,
  state      INTEGER NOT NULL, -- 0 running 1 succeeded 2 failed 3 cancelled 4 cached
  started_at BIGINT  NOT NULL,
  ended_at   BIGINT  NOT NULL, -- 0 while it runs
  hits       BYTEA,
  error      BYTEA,
  key        BYTEA,
  arguments  BYTEA,
  submission BYTEA,                        -- packed (see Ordering); NULL if not ordered
  expression BYTEA,                        -- packed as an argument is
  ran        BYTEA,                        -- task and key that ran, where no call node says so
  worker     BIGINT  NOT NULL DEFAULT 0,   -- the last owner
  attempt    INTEGER NOT NULL DEFAULT 1,
  epoch      BIGINT  NOT NULL DEFAULT 0,
  claimed_at BIGINT  NOT NULL DEFAULT 0,
  flags      INTEGER NOT NULL DEFAULT 0,   -- as in `live`
  deaths     BYTEA
) WITH (fillfactor = 85);
-- The root of a tree of ordered ones is its own execution, and is found without an index.
CREATE INDEX invocation_execution ON invocation (execution) WHERE execution <> id;
CREATE INDEX invocation_ordered ON invocation (id) WHERE submission IS NOT NULL;

-- What a call came to: its single reduction, and its value once all of it is concrete (hash is set).
CREATE TABLE call_node (
  id          BIGINT  PRIMARY KEY,
  task        BIGINT  NOT NULL,
  key         BYTEA   NOT NULL,
  arguments   BYTEA   NOT NULL,
  expression  BYTEA,
  result      BYTEA,
  hash        BYTEA,
  children    BYTEA,
  task_set    BIGINT,
  calls       BIGINT  NOT NULL,
  flags       INTEGER NOT NULL, -- 1 reusable 2 plain 4 replayable
  files       BYTEA,
  finished_at BIGINT  NOT NULL,
  last_used   BIGINT  NOT NULL  -- day
) WITH (fillfactor = 95);

-- Reusable call nodes by the first 64 bits of their key, in two tiers: new entries go to the small
-- table and move to the large one slice by slice, since inserting keys one by one at random places
-- of a large B-tree costs a page each.
CREATE TABLE reusable_new (
  prefix BIGINT NOT NULL,
  node   BIGINT NOT NULL,
  PRIMARY KEY (prefix, node)
);
CREATE TABLE reusable (
  prefix BIGINT NOT NULL,
  node   BIGINT NOT NULL,
  PRIMARY KEY (prefix, node)
);

-- Large values by content.
CREATE TABLE value (
  id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  prefix BIGINT NOT NULL, -- first 64 bits of the hash
  hash   BYTEA  NOT NULL,
  bytes  BYTEA  NOT NULL
);
CREATE INDEX value_prefix ON value (prefix);

-- Large values that further rows came to refer to since the last pruning began: it leaves them.
CREATE TABLE value_reuse (
  id BIGINT PRIMARY KEY
);

-- Calls being computed now, one owner each, over all executions.
CREATE TABLE in_flight (
  key        BYTEA  PRIMARY KEY,
  execution  BIGINT NOT NULL,
  invocation BIGINT NOT NULL,
  scope      BIGINT NOT NULL -- what frees it at the latest: an execution, or an ordered invocation
);
CREATE INDEX in_flight_scope ON in_flight (scope);

CREATE TABLE file (
  id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  location TEXT NOT NULL UNIQUE
);

CREATE TABLE file_use (
  file    BIGINT  NOT NULL,
  written INTEGER NOT NULL,
  node    BIGINT  NOT NULL,
  PRIMARY KEY (file, written, node)
);

-- The digest a file had when stat said this of it; the newest per path.
CREATE TABLE file_digest (
  path           TEXT   PRIMARY KEY,
  size           BIGINT NOT NULL,
  modified_nanos BIGINT NOT NULL,
  file_key       TEXT   NOT NULL,
  digest         BYTEA  NOT NULL,
  hashed_at      BIGINT NOT NULL
);

-- Which task waits in which queue. Few, and kept.
CREATE TABLE lane (
  id    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  queue TEXT NOT NULL,
  task  TEXT NOT NULL,
  UNIQUE (queue, task)
);

-- Ordered invocations that are not final: narrow rows, deleted by the end. States of live rows and
-- of history: those of `invocation`, and 5 scheduled 6 queued 7 blocked 8 retrying 9 claimed 10 paused.
CREATE TABLE live (
  id         BIGINT  PRIMARY KEY,
  lane       BIGINT  NOT NULL,
  rank       BIGINT  NOT NULL,           -- lowest first: those a paused body awaits, then by priority
  due        BIGINT  NOT NULL,
  state      INTEGER NOT NULL,
  owner      BIGINT  NOT NULL DEFAULT 0, -- the worker that has it, or 0
  worker     BIGINT  NOT NULL DEFAULT 0, -- its present or last owner
  epoch      BIGINT  NOT NULL DEFAULT 0,
  attempt    INTEGER NOT NULL DEFAULT 1,
  token      BIGINT  NOT NULL DEFAULT 0, -- of the claim that took it
  claimed_at BIGINT  NOT NULL DEFAULT 0,
  begun_at   BIGINT  NOT NULL DEFAULT 0,
  flags      INTEGER NOT NULL DEFAULT 0, -- 1 begun by its claim 2 claim is in the history
                                         -- 4 is an execution too 8 is or was awaited
  shared     INTEGER NOT NULL DEFAULT 0, -- deaths of its process that others died in too
  suspect    INTEGER NOT NULL DEFAULT 0,
  deaths     BYTEA                       -- workers that died while it, and it alone, ran in them
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_cost_delay = 0);
CREATE INDEX live_ready ON live (lane, rank, id) WHERE state = 6 AND suspect = 0;
CREATE INDEX live_suspect ON live (lane, rank, id) WHERE state = 6 AND suspect = 1;
CREATE INDEX live_planned ON live (lane, due) WHERE state IN (5, 8);
CREATE INDEX live_owned ON live (owner, token) WHERE owner <> 0;

-- Who a child is, and the epoch its parent had when it last asked for it.
CREATE TABLE child (
  parent     BIGINT  NOT NULL,
  attempt    INTEGER NOT NULL,
  call       BYTEA   NOT NULL,
  occurrence INTEGER NOT NULL,
  id         BIGINT  NOT NULL,
  epoch      BIGINT  NOT NULL,
  PRIMARY KEY (parent, attempt, call, occurrence)
);
CREATE INDEX child_id ON child (parent, id);

-- Of submissions of one task with one key, the one that was made.
CREATE TABLE submit_key (
  task TEXT   NOT NULL,
  key  TEXT   NOT NULL,
  id   BIGINT NOT NULL,
  PRIMARY KEY (task, key)
);

-- Who waits for whom.
CREATE TABLE wait_edge (
  waiter  BIGINT NOT NULL,
  awaited BIGINT NOT NULL,
  PRIMARY KEY (waiter, awaited)
);
CREATE INDEX wait_edge_awaited ON wait_edge (awaited);

CREATE TABLE worker (
  id         BIGINT  PRIMARY KEY,
  client     BIGINT  NOT NULL,
  state      INTEGER NOT NULL,           -- 0 alive 1 stopping 2 left 3 dead
  slots      INTEGER NOT NULL,
  queues     BYTEA   NOT NULL,
  tasks      BYTEA   NOT NULL,
  started_at BIGINT  NOT NULL,
  ended_at   BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX worker_here ON worker (client) WHERE state < 2;

-- What departed from the regular course of an ordered invocation, and the claim that it ended.
CREATE TABLE history (
  place       BIGINT GENERATED ALWAYS AS IDENTITY,
  invocation  BIGINT  NOT NULL,
  at          BIGINT  NOT NULL,
  state       INTEGER NOT NULL,
  worker      BIGINT  NOT NULL,
  attempt     INTEGER NOT NULL,
  epoch       BIGINT  NOT NULL,
  why         TEXT    NOT NULL,
  claim_epoch BIGINT  NOT NULL,          -- 0 if an earlier row has the claim
  claimed_at  BIGINT  NOT NULL,          -- 0 if it counted as begun by its claim
  begun_at    BIGINT  NOT NULL           -- 0 if it had not begun
);
CREATE INDEX history_invocation ON history (invocation, place);

CREATE TABLE log_line (
  place      BIGINT GENERATED ALWAYS AS IDENTITY,
  invocation BIGINT  NOT NULL,
  at         BIGINT  NOT NULL,
  attempt    INTEGER NOT NULL,
  level      TEXT    NOT NULL,
  text       TEXT    NOT NULL
);
CREATE INDEX log_line_invocation ON log_line (invocation, place);

CREATE TABLE progress (
  invocation BIGINT PRIMARY KEY,
  done       BIGINT NOT NULL,
  total      BIGINT NOT NULL
);
