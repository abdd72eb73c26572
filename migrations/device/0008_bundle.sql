create table exported_bundle (
    -- Rescue files made here. Copies: what is in them still waits in the outbox.
    bundle_id text    not null primary key,
    file      text    not null,                         -- within the app's export folder
    made_ms   integer not null,
    bytes     integer not null,
    changes   integer not null,
    photos    integer not null
) strict, without rowid;

create table carried_bundle (
    -- Other phones' rescue files, carried to the county. Kept until it proves to hold every part.
    bundle_id    text    not null primary key,
    device_id    text    not null,                      -- whose work it is; no name
    file         text,                                  -- within the app's folder; absent once delivered
    made_ms      integer not null,                      -- by the other phone's clock
    arrived_ms   integer not null,
    bytes        integer not null,
    changes      integer not null,
    photos       integer not null,
    parts        integer not null,                      -- whole ones, as counted when it came
    complete     integer not null,                      -- 1: nothing of it was missing or spoilt
    proved       integer not null default 0,            -- parts the county proved to hold
    refused      integer not null default 0,            -- parts it could not take
    sent_to      integer not null default 0,            -- where in the file the next part begins
    code         text,                                  -- why the county did not take a part
    delivered_ms integer
) strict, without rowid;
