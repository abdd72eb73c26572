-- Whose phone this is, and of which county.

create table setting (
    -- Choices of the person and small facts of the app.
    key   text not null primary key,
    value text not null
) strict, without rowid;

create table county (
    -- One row once enrolled: a store belongs to one county for good.
    county_id text not null primary key,
    name      text not null
) strict, without rowid;

create table county_key (
    -- Public keys that sign receipts. Keys are replaced, old receipts stay valid: never deleted.
    key_id     text not null primary key,
    public_key text not null                        -- base64 Ed25519
) strict, without rowid;

create table device (
    -- One row, there from the start: the sequence must survive enrolling again.
    device             integer not null primary key check (device = 1),
    device_id          text,                        -- absent until enrolled
    person_id          text,
    server_url         text,
    token              text,                        -- short-lived; a new one is had with the device key
    token_expires_ms   integer,                     -- by the server's clock
    next_sequence      integer not null default 1   -- of this phone's changes; never given out twice
) strict;

insert into device (device) values (1);
