-- The calls of an execution in the order of their ids, version 4. They are read from one on, a piece at a
-- time: without the id in the index the server goes through all invocations from there for it.
DROP INDEX invocation_execution;
CREATE INDEX invocation_execution ON invocation (execution, id) WHERE execution <> id;
