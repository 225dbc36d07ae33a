-- Claims of many at once, version 6: one row each instead of one of `live` for each invocation
-- (docs/design/postgresql.md). What ended before is not concerned.

-- Ordered invocations that one claim took and began, while their owner has them: what they have in
-- common once, the rest in arrays in the order of ids. Each was ordered and never claimed before.
-- What becomes of one otherwise than that its body returns is a row of `live` again.
CREATE TABLE bundle (
  owner      BIGINT   NOT NULL,
  token      BIGINT   NOT NULL, -- of the claim
  lane       BIGINT   NOT NULL,
  claimed_at BIGINT   NOT NULL,
  first      BIGINT   NOT NULL, -- the lowest id, and the highest
  last       BIGINT   NOT NULL,
  gone       VARBIT   NOT NULL, -- a bit each: whether it is no longer here
  ids        BIGINT[] NOT NULL,
  ranks      BIGINT[] NOT NULL,
  dues       BIGINT[] NOT NULL,
  PRIMARY KEY (first, owner, token)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
CREATE INDEX bundle_last ON bundle (last);

-- Read a few times and deleted soon: to compress them took an eighth of a claim.
ALTER TABLE bundle
  ALTER COLUMN ids SET STORAGE EXTERNAL,
  ALTER COLUMN ranks SET STORAGE EXTERNAL,
  ALTER COLUMN dues SET STORAGE EXTERNAL;

-- Each of them, as far as they are there.
CREATE VIEW bundled AS
SELECT u.id, b.lane, u.rank, u.due, b.owner, b.token, b.claimed_at, b.first, b.last
FROM bundle b
CROSS JOIN LATERAL unnest(b.ids, b.ranks, b.dues) WITH ORDINALITY AS u(id, rank, due, place)
WHERE get_bit(b.gone, CAST(u.place AS INTEGER) - 1) = 0;
