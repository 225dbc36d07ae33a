-- Many ordered or claimed at once, version 6: one row each instead of one of `live` for each
-- invocation (docs/design/postgresql.md). What ended before is not concerned.

-- Ordered invocations of one lane to which nothing has happened that did not happen to all of them:
-- what they have in common once, the rest in arrays in the order of ids. They were ordered together
-- and wait, or one claim took them for the first time and began them by that. What becomes of one
-- otherwise than that its body returns is a row of `live` again.
CREATE TABLE bundle (
  owner      BIGINT   NOT NULL, -- 0 while they wait
  token      BIGINT   NOT NULL, -- of the claim
  lane       BIGINT   NOT NULL,
  claimed_at BIGINT   NOT NULL,
  rank       BIGINT   NOT NULL,
  due        BIGINT   NOT NULL,
  first      BIGINT   NOT NULL, -- the lowest id, and the highest
  last       BIGINT   NOT NULL,
  gone       VARBIT   NOT NULL, -- a bit each: whether it is no longer here
  ids        BIGINT[] NOT NULL, -- none if they are all from `first` to `last`
  ranks      BIGINT[] NOT NULL, -- none if they are all `rank`
  dues       BIGINT[] NOT NULL, -- none if they are all `due`
  PRIMARY KEY (first, owner, token)
) WITH (fillfactor = 50, toast_tuple_target = 128, autovacuum_vacuum_scale_factor = 0,
        autovacuum_vacuum_threshold = 500);
CREATE INDEX bundle_around ON bundle USING gist (int8range(first, last, '[]'));
CREATE INDEX bundle_ready ON bundle (lane, rank, first) WHERE owner = 0;
CREATE INDEX bundle_owned ON bundle (owner, token) WHERE owner <> 0;

-- Read a few times and deleted soon: to compress them took an eighth of a claim. And outside the
-- row, which is written anew by each who takes something out of it.
ALTER TABLE bundle
  ALTER COLUMN ids SET STORAGE EXTERNAL,
  ALTER COLUMN ranks SET STORAGE EXTERNAL,
  ALTER COLUMN dues SET STORAGE EXTERNAL;

-- Each of them, as far as they are there, as a row of `live` would have it.
CREATE VIEW bundled AS
SELECT coalesce(u.id, b.first + u.place - 1) AS id, b.lane, coalesce(u.rank, b.rank) AS rank,
       coalesce(u.due, b.due) AS due, b.owner, b.token, b.claimed_at, b.first, b.last,
       CASE WHEN b.owner = 0 THEN 6 ELSE 0 END AS state,
       CASE WHEN b.owner = 0 THEN 0 ELSE 1 END AS epoch,
       CASE WHEN b.owner = 0 THEN 0 ELSE 1 END AS flags
FROM bundle b
CROSS JOIN LATERAL ROWS FROM (
  generate_series(1, length(b.gone)), unnest(b.ids), unnest(b.ranks), unnest(b.dues))
  AS u(place, id, rank, due)
WHERE get_bit(b.gone, u.place - 1) = 0;
