-- Rosters from files of the national system: each import, and what it changed, so that it can be
-- taken back.

create table roster_edition (
    -- Moves whenever the roster is written: a file looked through before is looked through again.
    county_id text    primary key,
    edition   integer not null
) strict;

create table roster_kept (
    -- Columns of a file that are nobody's here, by their label: kept as they came, never shown on
    -- phones.
    county_id text not null,
    kind      text not null,                     -- household, member
    record_id text not null,
    kept      text not null,                     -- JSON
    primary key (county_id, kind, record_id)
) strict;

create table import_run (
    county_id   text    not null,
    import_id   text    not null,                -- the job that wrote it
    check_id    text    not null,                -- the job that looked the file through
    person_id   text    not null,
    kind        text    not null,                -- household, member
    state       text    not null,                -- running, done, stopped, failed, undoing, undone
    rows        integer not null,                -- of the file
    seen        integer not null,                -- of them, so far
    added       integer not null,
    changed     integer not null,
    unchanged   integer not null,
    contested   integer not null,                -- of those changed
    refused     integer not null,
    begun_ms    integer not null,
    ended_ms    integer,
    undo_job    text,
    undone_by   text,
    undone_ms   integer,
    undo_reason text,
    primary key (county_id, import_id)
) strict;
create index import_run_begun on import_run (county_id, begun_ms, import_id);

create table import_change (
    -- What an import did to one record, for whoever takes it back.
    county_id  text    not null,
    import_id  text    not null,
    position   integer not null,                 -- in the order it was written
    row_number integer not null,                 -- of the file, as its program shows it
    kind       text    not null,                 -- household, member
    record_id  text    not null,
    action     text    not null,                 -- added, changed
    was        text    not null,                 -- JSON: the fields it changed, as the roster said them before
    became     text    not null,                 -- JSON: the same fields afterwards
    kept_was   text,                             -- of roster_kept
    contested  text    not null,                 -- JSON: names of facts
    state      text    not null,                 -- written, back, ended, stays
    reason     text,                             -- why it stays: used, changed_since, gone
    primary key (county_id, import_id, position)
) strict;
create index import_change_record on import_change (county_id, kind, record_id);
create index import_change_stays on import_change (county_id, import_id, state, position);

-- 人口编号 finds a member of the next file.
create index member_number on member (county_id, number);
