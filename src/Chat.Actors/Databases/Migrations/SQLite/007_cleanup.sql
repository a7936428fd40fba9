-- How far the clean-up of this database is, and what its round has found: one row. Nothing of any owner, and so nothing that moves with slots.
create table cleanup_round (
    id integer not null primary key,
    started integer not null,
    position text,
    seen integer not null,
    woken integer not null,
    pending integer not null,
    silent integer not null,
    removed_rows integer not null
);
