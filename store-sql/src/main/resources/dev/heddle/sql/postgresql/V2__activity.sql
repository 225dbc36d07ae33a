-- What ended, as the monitor shows it, version 2. docs/design/monitor.md says where its answers come
-- from. Written by the transactions that end invocations; what had ended before is not in it.

-- What was told last is found by its place.
ALTER TABLE history ADD PRIMARY KEY (place);
ALTER TABLE log_line ADD PRIMARY KEY (place);

-- Names of tasks, whatever their code. Few, and kept.
CREATE TABLE task_name (
  id   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

-- How many ended in a minute, and in an hour, by what they came to and how long they took, and how
-- long they had waited. A row is one client's alone, so that no two processes write the same one.
-- Each commit of its span updates it; no index depends on what changes.
CREATE TABLE activity (
  span   INTEGER NOT NULL, -- in minutes: 1 or 60
  since  BIGINT  NOT NULL, -- when it begins, in minutes since the epoch
  client BIGINT  NOT NULL,
  kind   INTEGER NOT NULL, -- 0 succeeded 1 failed 2 cancelled 3 cached 4 waited
  bucket INTEGER NOT NULL, -- of the duration, see Durations
  count  BIGINT  NOT NULL,
  PRIMARY KEY (span, since, client, kind, bucket)
) WITH (fillfactor = 70);

-- The same by task. There are many more of these, so what is asked of all together is read above.
CREATE TABLE task_activity (
  span   INTEGER NOT NULL,
  since  BIGINT  NOT NULL,
  task   BIGINT  NOT NULL, -- a task_name
  client BIGINT  NOT NULL,
  kind   INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  count  BIGINT  NOT NULL,
  PRIMARY KEY (span, since, task, client, kind, bucket)
) WITH (fillfactor = 70);

-- Invocations that failed or were cancelled.
CREATE TABLE setback (
  ended_at   BIGINT  NOT NULL,
  invocation BIGINT  NOT NULL,
  task       BIGINT  NOT NULL, -- a task_name
  state      INTEGER NOT NULL,
  error      TEXT    NOT NULL, -- the class of what was thrown; empty if nothing was
  message    TEXT    NOT NULL, -- its first line, cut
  PRIMARY KEY (ended_at, invocation)
);
