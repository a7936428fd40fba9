-- Sends that an entity remembers no more in memory but still has to recognise (M4); slot of the recipient.
create table spilled_sends (
    slot integer not null,
    persistence_id text not null,
    send_key blob not null,
    fingerprint integer not null,
    stamp integer not null,
    entity integer not null,
    conversation integer not null,
    sent_at integer not null,
    primary key (slot, persistence_id, send_key)
);
create index spilled_sends_by_age on spilled_sends (slot, persistence_id, sent_at);
