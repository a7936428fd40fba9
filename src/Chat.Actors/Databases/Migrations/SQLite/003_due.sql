-- Entities that have owed something to others for a while (R5); slot of the entity. A start wakes them.
create table due (
    slot integer not null,
    persistence_id text not null,
    since integer not null,
    primary key (slot, persistence_id)
);
