-- Sends that an entity remembers no more in memory but still has to recognise (M4): a row for a bucket of some hundred, where spilled_sends had
-- one for each. No release has had that table, so nothing is carried over.
drop table spilled_sends;
create table spilled_buckets (
    slot integer not null,
    persistence_id text not null,
    up_to_row integer not null, -- the last journal row that its sends came from
    newest_at integer not null,
    filter blob not null, -- of their keys, kept in memory; see KeyFilter
    sends blob not null, -- 44 bytes each in the order of their keys; see PackedSends
    primary key (slot, persistence_id, up_to_row)
);
