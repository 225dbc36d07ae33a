-- How invocations ended, version 4.

-- Statements that ask for it read this view: in PostgreSQL the ends of ordered ones are in a table
-- of their own.
CREATE VIEW invocation_record AS
SELECT *,
       -- What only ordered ones have is joined by this: for others it is not looked up.
       CASE WHEN submission IS NOT NULL THEN id END AS ordered
FROM invocation;

-- Those that a worker had to their end: above them may be any number that wait.
CREATE INDEX invocation_ended ON invocation (id) WHERE worker <> 0;
