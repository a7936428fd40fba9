-- Sends that an entity remembers no more in memory but still has to recognise (M4); slot of the recipient.
create table spilled_sends (
    slot integer not null,
    persistence_id text collate "C" not null,
    send_key bytea not null,
    fingerprint bigint not null,
    stamp bigint not null,
    entity bigint not null,
    conversation integer not null,
    sent_at bigint not null,
    primary key (slot, persistence_id, send_key)
);
create index spilled_sends_by_age on spilled_sends (slot, persistence_id, sent_at);
