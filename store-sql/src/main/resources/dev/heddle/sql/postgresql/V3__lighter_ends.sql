-- Lighter ends, version 3. How ordered invocations ended is in rows of their own: an update would
-- write the whole order a second time (docs/design/postgresql.md). Written once.

CREATE TABLE ending (
  id         BIGINT  PRIMARY KEY,
  started_at BIGINT  NOT NULL,
  ended_at   BIGINT  NOT NULL,
  worker     BIGINT  NOT NULL,             -- the last owner
  epoch      BIGINT  NOT NULL,
  claimed_at BIGINT  NOT NULL,
  flags      INTEGER NOT NULL,             -- as in `live`
  state      INTEGER NOT NULL DEFAULT 1,   -- as in `invocation`
  attempt    INTEGER NOT NULL DEFAULT 1,
  hits       BYTEA,
  error      BYTEA,
  ran        BYTEA,                        -- task and key that ran, where no call node says so
  deaths     BYTEA
);

INSERT INTO ending (id, started_at, ended_at, worker, epoch, claimed_at, flags, state, attempt,
                    hits, error, ran, deaths)
SELECT id, started_at, ended_at, worker, epoch, claimed_at, flags, state, attempt,
       hits, error, ran, deaths
FROM invocation WHERE submission IS NOT NULL AND state <> 0;

-- Of those that are ordered, the columns of the end are left as their order wrote them.
UPDATE invocation SET state = 0, started_at = 0, ended_at = 0, hits = NULL, error = NULL
WHERE submission IS NOT NULL AND state <> 0;

ALTER TABLE invocation
  DROP COLUMN ran, DROP COLUMN worker, DROP COLUMN attempt, DROP COLUMN epoch,
  DROP COLUMN claimed_at, DROP COLUMN flags, DROP COLUMN deaths;

-- Calls and orders, each with its end. What asks for no end does not look for one: the join is left
-- out of its plan.
CREATE VIEW invocation_record AS
SELECT i.id, i.execution, i.parent, i.position, i.task, i.key, i.arguments, i.submission,
       i.expression,
       coalesce(e.state, i.state) AS state,
       coalesce(e.started_at, i.started_at) AS started_at,
       coalesce(e.ended_at, i.ended_at) AS ended_at,
       coalesce(e.hits, i.hits) AS hits,
       coalesce(e.error, i.error) AS error,
       e.ran,
       coalesce(e.worker, 0) AS worker,
       coalesce(e.attempt, 1) AS attempt,
       coalesce(e.epoch, 0) AS epoch,
       coalesce(e.claimed_at, 0) AS claimed_at,
       coalesce(e.flags, 0) AS flags,
       e.deaths
FROM invocation i LEFT JOIN ending e ON e.id = i.id;

-- One tier is enough here: an entry in a random page is a row in the log of the server, not the
-- page, and sorting them first saved nothing among three million.
INSERT INTO reusable (prefix, node) SELECT prefix, node FROM reusable_new ON CONFLICT DO NOTHING;
DROP TABLE reusable_new;
