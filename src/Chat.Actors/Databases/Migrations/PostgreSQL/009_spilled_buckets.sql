-- Sends that an entity remembers no more in memory but still has to recognise (M4): a row for a bucket of some hundred, where spilled_sends had
-- one for each. No release has had that table, so nothing is carried over.
drop table spilled_sends;
create table spilled_buckets (
    slot integer not null,
    persistence_id text collate "C" not null,
    up_to_row bigint not null, -- the last journal row that its sends came from
    newest_at bigint not null,
    filter bytea not null, -- of their keys, kept in memory; see KeyFilter
    sends bytea not null, -- 44 bytes each in the order of their keys; see PackedSends
    primary key (slot, persistence_id, up_to_row)
);
-- Hashes do not compress.
alter table spilled_buckets alter column filter set storage external, alter column sends set storage external;
-- Rows live for the window; where it is short, the room of the old ones is needed soon.
alter table spilled_buckets set (
    autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_limit = 2000,
    toast.autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_vacuum_threshold = 20000, toast.autovacuum_vacuum_cost_limit = 2000);
