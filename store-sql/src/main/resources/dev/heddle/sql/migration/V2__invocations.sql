-- Ordered invocations, version 2. docs/design/invocations.md says who writes what, and when.
-- States of live rows and of history: those of `invocation`, and 5 scheduled 6 queued 7 blocked
-- 8 retrying 9 claimed 10 paused.

-- When the process last said that it lives, by its own clock; for display only.
ALTER TABLE client ADD COLUMN beat_at INTEGER NOT NULL DEFAULT 0;

-- What frees the key at the latest: the execution of an evaluated call, an ordered one itself.
ALTER TABLE in_flight ADD COLUMN scope INTEGER NOT NULL DEFAULT 0;
UPDATE in_flight SET scope = execution;

-- An ordered invocation has its order here, written once; its state is 0 until it is final. The
-- columns behind `expression` are those of its course, written once, by its end.
ALTER TABLE invocation ADD COLUMN submission BLOB;   -- packed (see Ordering); NULL if not ordered
ALTER TABLE invocation ADD COLUMN expression BLOB;   -- packed as an argument is
ALTER TABLE invocation ADD COLUMN ran        BLOB;   -- task and key that ran, where no call node says so
ALTER TABLE invocation ADD COLUMN worker     INTEGER NOT NULL DEFAULT 0; -- the last owner
ALTER TABLE invocation ADD COLUMN attempt    INTEGER NOT NULL DEFAULT 1;
ALTER TABLE invocation ADD COLUMN epoch      INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invocation ADD COLUMN claimed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invocation ADD COLUMN flags      INTEGER NOT NULL DEFAULT 0; -- as in `live`
ALTER TABLE invocation ADD COLUMN deaths     BLOB;

-- The root of a tree of ordered ones is its own execution, and is found without an index.
DROP INDEX invocation_execution;
CREATE INDEX invocation_execution ON invocation (execution) WHERE execution <> id;
CREATE INDEX invocation_ordered ON invocation (id) WHERE submission IS NOT NULL;

-- Which task waits in which queue. Few, and kept.
CREATE TABLE lane (
  id    INTEGER PRIMARY KEY,
  queue TEXT NOT NULL,
  task  TEXT NOT NULL,
  UNIQUE (queue, task)
);

-- Ordered invocations that are not final: narrow rows, deleted by the end.
CREATE TABLE live (
  id         INTEGER PRIMARY KEY,
  lane       INTEGER NOT NULL,
  rank       INTEGER NOT NULL,           -- lowest first: those a paused body awaits, then by priority
  due        INTEGER NOT NULL,
  state      INTEGER NOT NULL,
  owner      INTEGER NOT NULL DEFAULT 0, -- the worker that has it, or 0
  worker     INTEGER NOT NULL DEFAULT 0, -- its present or last owner
  epoch      INTEGER NOT NULL DEFAULT 0,
  attempt    INTEGER NOT NULL DEFAULT 1,
  token      INTEGER NOT NULL DEFAULT 0, -- of the claim that took it
  claimed_at INTEGER NOT NULL DEFAULT 0,
  begun_at   INTEGER NOT NULL DEFAULT 0,
  flags      INTEGER NOT NULL DEFAULT 0, -- 1 begun by its claim 2 claim is in the history
                                         -- 4 is an execution too 8 is or was awaited
  shared     INTEGER NOT NULL DEFAULT 0, -- deaths of its process that others died in too
  suspect    INTEGER NOT NULL DEFAULT 0,
  deaths     BLOB                        -- workers that died while it, and it alone, ran in them
);
CREATE INDEX live_ready ON live (lane, rank) WHERE state = 6 AND suspect = 0;
CREATE INDEX live_suspect ON live (lane, rank) WHERE state = 6 AND suspect = 1;
CREATE INDEX live_planned ON live (lane, due) WHERE state IN (5, 8);
CREATE INDEX live_owned ON live (owner, token) WHERE owner <> 0;

-- Who a child is, and the epoch its parent had when it last asked for it.
CREATE TABLE child (
  parent     INTEGER NOT NULL,
  attempt    INTEGER NOT NULL,
  call       BLOB    NOT NULL,
  occurrence INTEGER NOT NULL,
  id         INTEGER NOT NULL,
  epoch      INTEGER NOT NULL,
  PRIMARY KEY (parent, attempt, call, occurrence)
) WITHOUT ROWID;
CREATE INDEX child_id ON child (parent, id);

-- Of submissions of one task with one key, the one that was made.
CREATE TABLE submit_key (
  task TEXT    NOT NULL,
  key  TEXT    NOT NULL,
  id   INTEGER NOT NULL,
  PRIMARY KEY (task, key)
) WITHOUT ROWID;

-- Who waits for whom.
CREATE TABLE wait_edge (
  waiter  INTEGER NOT NULL,
  awaited INTEGER NOT NULL,
  PRIMARY KEY (waiter, awaited)
) WITHOUT ROWID;
CREATE INDEX wait_edge_awaited ON wait_edge (awaited);

CREATE TABLE worker (
  id         INTEGER PRIMARY KEY,
  client     INTEGER NOT NULL,
  state      INTEGER NOT NULL,           -- 0 alive 1 stopping 2 left 3 dead
  slots      INTEGER NOT NULL,
  queues     BLOB    NOT NULL,
  tasks      BLOB    NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at   INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX worker_here ON worker (client) WHERE state < 2;

-- What departed from the regular course of an ordered invocation, and the claim that it ended.
CREATE TABLE history (
  invocation  INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  state       INTEGER NOT NULL,
  worker      INTEGER NOT NULL,
  attempt     INTEGER NOT NULL,
  epoch       INTEGER NOT NULL,
  why         TEXT    NOT NULL,
  claim_epoch INTEGER NOT NULL,          -- 0 if an earlier row has the claim
  claimed_at  INTEGER NOT NULL,          -- 0 if it counted as begun by its claim
  begun_at    INTEGER NOT NULL           -- 0 if it had not begun
);
CREATE INDEX history_invocation ON history (invocation);

CREATE TABLE log_line (
  invocation INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  attempt    INTEGER NOT NULL,
  level      TEXT    NOT NULL,
  text       TEXT    NOT NULL
);
CREATE INDEX log_line_invocation ON log_line (invocation);

CREATE TABLE progress (
  invocation INTEGER PRIMARY KEY,
  done       INTEGER NOT NULL,
  total      INTEGER NOT NULL
);

-- Large values that further rows came to refer to since the last pruning began: it leaves them.
CREATE TABLE value_reuse (
  id INTEGER PRIMARY KEY
);
