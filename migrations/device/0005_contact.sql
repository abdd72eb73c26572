-- When the county was heard, by every clock there is (DESIGN law 11), and when to try again.

create table contact (
    -- Answers of the county. Any moment of the same start of the phone is placed by the nearest.
    position      integer primary key autoincrement,
    boot_id       text    not null,
    monotonic_ms  integer not null,                     -- when the answer was here
    round_trip_ms integer not null,
    server_ms     integer not null,                     -- read by the county in between
    next_sequence integer not null                      -- changes numbered below were made before it
) strict;

create index contact_by_boot on contact (boot_id, monotonic_ms);
create index contact_by_sequence on contact (next_sequence);

-- Rounds that failed one after the other: each waits longer than the one before.
alter table sync_state add column failures integer not null default 0;
-- The county asked for patience until then, by the clock that nobody can set.
alter table sync_state add column patience_boot_id text;
alter table sync_state add column patience_monotonic_ms integer;

create table dropped_photo (
    -- Taken out of a draft that never left with them: named nowhere else. Their files stay as long
    -- as those of the visit they were taken for.
    photo_id      text not null primary key,
    visit_id      text not null,
    original_path text,
    sent_path     text not null
) strict, without rowid;
