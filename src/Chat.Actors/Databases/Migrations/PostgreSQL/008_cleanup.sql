-- How far the clean-up of this database is, and what its round has found: one row. Nothing of any owner, and so nothing that moves with slots.
create table cleanup_round (
    id integer not null primary key,
    started bigint not null,
    position text collate "C",
    seen bigint not null,
    woken bigint not null,
    pending bigint not null,
    silent bigint not null,
    removed_rows bigint not null
);
