-- Rows of these tables live for minutes. At the server's own settings a fifth of the table is dead before anybody looks, and the clearing of
-- it is slowed down to less than what a busy node deletes.
alter table journal set (
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_limit = 2000,
    autovacuum_vacuum_insert_scale_factor = 0.5, autovacuum_analyze_scale_factor = 0.2);
alter table snapshot set (
    fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_limit = 2000);
