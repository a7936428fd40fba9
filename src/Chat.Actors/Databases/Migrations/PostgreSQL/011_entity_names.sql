-- Which entity a number belongs to (M3): from the id of a message an operator finds where it went. In the home database, as the numbers.
create table entity_names (
    number bigint primary key,
    persistence_id text not null
);
