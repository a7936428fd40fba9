-- Who this database is: its own id, and that of the installation's home database, which has what concerns no slot.
create table chat_database (
    id text not null primary key,
    home text not null
);

-- What this database has of which slots, from first to last. state:
--   served   nodes serve them from here;
--   leaving  on their way to the database "other": rows are here, and nothing can be written any more;
--   copied   on their way from the database "other": rows are here, and nobody reads or writes them yet;
--   gone     served by the database "other" now: rows are still to be removed here.
-- at: when they were taken out of service at the database they came from, 0 where they came from none. docs/moving-slots.md.
create table slot_map (
    first integer not null primary key,
    last integer not null,
    state text not null,
    other text not null,
    at bigint not null
);
