-- Messages that users have asked the server to keep: a projection of the journals of users (owner u/<id>, once for each of the two who
-- keeps history; conversation: the other one) and of groups (owner g/<id>, once; conversation empty); slot of the owner. A row that comes
-- again after a crash finds itself. The second index finds what is too old.
create table history (
    slot integer not null,
    owner text collate "C" not null,
    conversation text collate "C" not null,
    message_id text collate "C" not null,
    at bigint not null,
    sender text collate "C" not null,
    device text not null,
    client_message_id text not null,
    content text not null,
    media_url text,
    reply_to text,
    client_timestamp bigint not null,
    position bigint not null,
    primary key (slot, owner, conversation, message_id)
);
create index history_by_age on history (at);
alter table cleanup_round add column expired_history bigint not null default 0;
