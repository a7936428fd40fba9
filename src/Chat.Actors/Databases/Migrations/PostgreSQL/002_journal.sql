-- The tables of Akka.Persistence.Sql, column by column, so that its queries and tools stay valid. Two things differ from what it would
-- make by itself: ids compare by bytes, which is also the order of slots; and the indexes by time and by bare sequence number are left
-- out, which nothing here asks for and every append would pay for.
create table journal (
    ordering bigint generated always as identity primary key,
    created bigint not null,
    deleted boolean not null,
    persistence_id text collate "C" not null,
    sequence_number bigint not null,
    message bytea not null,
    manifest text,
    identifier integer,
    writer_uuid text,
    constraint journal_uq unique (persistence_id, sequence_number)
);

create table snapshot (
    persistence_id text collate "C" not null,
    sequence_number bigint not null,
    created bigint not null,
    snapshot bytea,
    manifest text,
    serializer_id integer,
    primary key (persistence_id, sequence_number)
);

create table tags (
    ordering_id bigint not null,
    tag text not null,
    sequence_nr bigint not null,
    persistence_id text not null,
    primary key (ordering_id, tag)
);
