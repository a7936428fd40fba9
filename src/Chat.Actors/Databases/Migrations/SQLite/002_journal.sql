-- The tables of Akka.Persistence.Sql, column by column, so that its queries and tools stay valid. The indexes by time and by bare
-- sequence number that it would add are left out: nothing here asks for them and every append would pay for them.
create table journal (
    ordering integer not null primary key autoincrement,
    created integer not null,
    deleted bit not null,
    persistence_id nvarchar(255) not null,
    sequence_number integer not null,
    message varbinary not null,
    manifest nvarchar(500),
    identifier integer,
    writer_uuid nvarchar(128)
);
create unique index journal_uq on journal (persistence_id, sequence_number);

create table snapshot (
    persistence_id nvarchar(255) not null,
    sequence_number integer not null,
    created integer not null,
    snapshot varbinary,
    manifest nvarchar(500),
    serializer_id integer,
    primary key (persistence_id, sequence_number)
);

create table tags (
    ordering_id integer not null,
    tag nvarchar(64) not null,
    sequence_nr integer not null,
    persistence_id nvarchar(255) not null,
    primary key (ordering_id, tag)
);
