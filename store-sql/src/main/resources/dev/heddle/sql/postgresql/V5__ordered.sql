-- What only ordered ones have is not looked up for others, version 5: no index is searched for NULL.
CREATE OR REPLACE VIEW invocation_record AS
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
       e.deaths,
       CASE WHEN i.submission IS NOT NULL THEN i.id END AS ordered
FROM invocation i
LEFT JOIN ending e ON e.id = CASE WHEN i.submission IS NOT NULL THEN i.id END;
