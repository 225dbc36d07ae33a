-- The memory of Heddle, version 1. docs/design/store.md says who writes what, and when.
-- Times are epoch milliseconds. Blobs named hits, children, arguments, files, tasks and members are
-- packed (see Packer); an argument or result above 1 KiB is a reference into `value`.

-- The next id of executions, invocations and call nodes; taken in blocks.
CREATE TABLE ids (
  next INTEGER NOT NULL
);
INSERT INTO ids (next) VALUES (1);

-- One opening of this store by a process, which holds `lease` (a locked file) while it lives.
CREATE TABLE client (
  id           INTEGER PRIMARY KEY,
  token        INTEGER NOT NULL,            -- tells it from another that got its id after a rollback
  lease        TEXT    NOT NULL,
  inode        TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  started_at   INTEGER NOT NULL,
  beat         INTEGER NOT NULL DEFAULT 0,  -- rises while it lives, commits or not
  last_number  INTEGER NOT NULL DEFAULT 0,  -- of the change sets it told
  refused      BLOB    NOT NULL DEFAULT x'' -- numbers below it that were not applied
);

CREATE TABLE task (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  hash       BLOB NOT NULL,
  parameters BLOB NOT NULL,
  result     TEXT NOT NULL,
  members    BLOB NOT NULL,
  UNIQUE (name, hash)
);

-- A set of tasks at their code; most calls of a run share one.
CREATE TABLE task_set (
  id    INTEGER PRIMARY KEY,
  hash  BLOB NOT NULL UNIQUE,
  tasks BLOB NOT NULL
);

CREATE TABLE execution (
  id           INTEGER PRIMARY KEY,
  epoch        INTEGER NOT NULL,
  state        INTEGER NOT NULL, -- 0 running 1 succeeded 2 failed 3 cancelled 4 interrupted
  client       INTEGER NOT NULL,
  label        TEXT    NOT NULL,
  command_line BLOB    NOT NULL,
  started_at   INTEGER NOT NULL,
  ended_at     INTEGER NOT NULL, -- 0 while it runs
  run          INTEGER NOT NULL DEFAULT 0,
  cached       INTEGER NOT NULL DEFAULT 0,
  failed       INTEGER NOT NULL DEFAULT 0,
  cancelled    INTEGER NOT NULL DEFAULT 0,
  hits         BLOB,
  result       BLOB,
  error        BLOB
);
CREATE INDEX execution_running ON execution (client) WHERE state = 0;

-- One carrying-out of a call. key and arguments are NULL where the call node of the same id has them.
CREATE TABLE invocation (
  id         INTEGER PRIMARY KEY,
  execution  INTEGER NOT NULL,
  parent     INTEGER NOT NULL,
  position   INTEGER NOT NULL,
  task       INTEGER NOT NULL,
  state      INTEGER NOT NULL, -- 0 running 1 succeeded 2 failed 3 cancelled 4 cached
  started_at INTEGER NOT NULL,
  ended_at   INTEGER NOT NULL, -- 0 while it runs
  hits       BLOB,
  error      BLOB,
  key        BLOB,
  arguments  BLOB
);
CREATE INDEX invocation_execution ON invocation (execution);

-- What a call came to: its single reduction, and its value once all of it is concrete (hash is set).
CREATE TABLE call_node (
  id          INTEGER PRIMARY KEY,
  task        INTEGER NOT NULL,
  key         BLOB    NOT NULL,
  arguments   BLOB    NOT NULL,
  expression  BLOB,
  result      BLOB,
  hash        BLOB,
  children    BLOB,
  task_set    INTEGER,
  calls       INTEGER NOT NULL,
  flags       INTEGER NOT NULL, -- 1 reusable 2 plain 4 replayable
  files       BLOB,
  finished_at INTEGER NOT NULL,
  last_used   INTEGER NOT NULL  -- day
);

-- Reusable call nodes by the first 64 bits of their key, in two tiers: new entries go to the small
-- table and move to the large one slice by slice, since inserting keys one by one at random places
-- of a large B-tree costs a page each.
CREATE TABLE reusable_new (
  prefix INTEGER NOT NULL,
  node   INTEGER NOT NULL,
  PRIMARY KEY (prefix, node)
) WITHOUT ROWID;
CREATE TABLE reusable (
  prefix INTEGER NOT NULL,
  node   INTEGER NOT NULL,
  PRIMARY KEY (prefix, node)
) WITHOUT ROWID;

-- Large values by content.
CREATE TABLE value (
  id     INTEGER PRIMARY KEY,
  prefix INTEGER NOT NULL, -- first 64 bits of the hash
  hash   BLOB    NOT NULL,
  bytes  BLOB    NOT NULL
);
CREATE INDEX value_prefix ON value (prefix);

-- Calls being computed now, one owner each, over all executions.
CREATE TABLE in_flight (
  key        BLOB    PRIMARY KEY,
  execution  INTEGER NOT NULL,
  invocation INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE file (
  id       INTEGER PRIMARY KEY,
  location TEXT NOT NULL UNIQUE
);

CREATE TABLE file_use (
  file    INTEGER NOT NULL,
  written INTEGER NOT NULL,
  node    INTEGER NOT NULL,
  PRIMARY KEY (file, written, node)
) WITHOUT ROWID;

-- The digest a file had when stat said this of it; the newest per path.
CREATE TABLE file_digest (
  path           TEXT PRIMARY KEY,
  size           INTEGER NOT NULL,
  modified_nanos INTEGER NOT NULL,
  file_key       TEXT NOT NULL,
  digest         BLOB NOT NULL,
  hashed_at      INTEGER NOT NULL
) WITHOUT ROWID;
