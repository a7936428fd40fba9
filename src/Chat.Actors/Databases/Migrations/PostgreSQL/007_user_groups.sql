-- In which groups a user is: a read model of the groups' entities, which can be rebuilt from them; slot of the user. A row of a group
-- that he has left stays for a while, for a late write of an older revision would bring him back. The index finds those whom a group's
-- newest listing does not name any more.
create table user_groups (
    slot integer not null,
    user_id text collate "C" not null,
    group_id text collate "C" not null,
    name text not null,
    role integer not null,
    joined_at bigint not null,
    left_at bigint,
    revision bigint not null,
    primary key (slot, user_id, group_id)
);
create index user_groups_by_group on user_groups (group_id, revision);
