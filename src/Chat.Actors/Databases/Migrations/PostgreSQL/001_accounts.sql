-- Login names of the embedded accounts; slot of the lower-cased name.
create table accounts (
    slot integer not null,
    name text collate "C" not null,
    user_id text collate "C" not null,
    password_hash text not null,
    created_at bigint not null,
    changed_at bigint not null,
    primary key (slot, name)
);

-- What others see of a user; slot of the user id. A user of another issuer has a row once he has set something.
create table profiles (
    slot integer not null,
    user_id text collate "C" not null,
    handle text collate "C",
    display_name text,
    updated_at bigint not null,
    primary key (slot, user_id)
);

-- Who is found by which handle; slot of the handle.
create table handles (
    slot integer not null,
    handle text collate "C" not null,
    user_id text collate "C" not null,
    primary key (slot, handle)
);
create index handles_by_prefix on handles (handle);

-- Only hashes: whoever reads this table can sign in nowhere. slot of the user id, which the token names.
create table refresh_tokens (
    slot integer not null,
    token_hash bytea not null,
    user_id text collate "C" not null,
    device_id text collate "C" not null,
    family text collate "C" not null,
    issued_at bigint not null,
    expires_at bigint not null,
    rotated_at bigint,
    primary key (slot, token_hash)
);
create index refresh_tokens_by_user on refresh_tokens (slot, user_id, device_id);
create index refresh_tokens_by_expiry on refresh_tokens (expires_at);

-- Tokens issued (seconds) before valid_from have ended; device '' is every device but except_device, for which except_from counts.
-- pending: the user's entity, which closes the connections, has not confirmed it yet; reason is what it is told.
create table revocations (
    slot integer not null,
    user_id text collate "C" not null,
    device_id text collate "C" not null,
    valid_from bigint not null,
    except_device text collate "C",
    except_from bigint not null default 0,
    reason integer not null,
    pending integer not null default 0,
    primary key (slot, user_id, device_id)
);
create index revocations_pending on revocations (slot) where pending = 1;

-- Next free entity number (M3). One counter for all databases, in the home database.
create table entity_number_blocks (
    slot integer not null primary key,
    next bigint not null
);
insert into entity_number_blocks (slot, next) values (0, 1);
