-- Several databases are for PostgreSQL; the tables are here so that the numbers of the scripts stay the same.
create table chat_database (
    id text not null primary key,
    home text not null
);

create table slot_map (
    first integer not null primary key,
    last integer not null,
    state text not null,
    other text not null,
    at integer not null
);
