-- The phone's own work. Written by the person alone.

create table visit (
    visit_id         text    not null primary key,
    household_id     text    not null,
    visitor_id       text    not null,
    profile          text    not null,              -- full | routine | four_ones
    template_id      text    not null,
    template_version text    not null,              -- answers are shown and judged under this one
    revision         integer not null,              -- the one being worked on, or sealed last
    phase            text    not null check (phase in ('draft', 'sealed', 'voided')),
    started_ms       integer not null,
    ended_ms         integer,                       -- absent in a draft
    location         text,                          -- JSON of GeoV1: a fix, or why there is none
    photo_waiver     text,
    sealed_change_id text                           -- the change that carries the sealed revision
) strict, without rowid;

create index visit_by_household on visit (household_id, started_ms);

create table visit_revision (
    -- Every sealing, exactly as it left.
    visit_id  text    not null references visit (visit_id),
    revision  integer not null,
    change_id text    not null,
    body      text    not null,                     -- JSON of VisitV1
    primary key (visit_id, revision)
) strict, without rowid;

create table answer (
    visit_id  text not null references visit (visit_id),
    item      text not null,
    member_id text not null default '',             -- '' when the item is about the household
    value     text not null,                        -- JSON of AnswerValueV1
    origin    text not null check (origin in ('touched', 'carried', 'unchanged')),
    primary key (visit_id, item, member_id)
) strict, without rowid;

create table photo (
    photo_id        text    not null primary key,
    visit_id        text    not null references visit (visit_id),
    item            text    not null,
    member_id       text    not null default '',
    kind            text    not null,
    taken_ms        integer not null,
    geo             text    not null,               -- JSON of GeoV1
    original_path   text,                           -- within the app's photo folder; absent once law 9 let it go
    original_sha256 text    not null,
    sent_path       text    not null,
    sha256          text    not null,               -- of the stamped copy that is sent
    bytes           integer not null,
    width           integer not null,
    height          integer not null,
    phash           text    not null,
    dhash           text    not null,
    imported        integer not null default 0,
    thumbnail       blob,
    removed         integer not null default 0,     -- taken out of the visit after it was sealed with it
    change_id       text,                           -- the sealing that first declared it; absent in a draft
    upload_url      text,                           -- where the server takes it, once created there
    upload_offset   integer not null default 0,     -- as the server last said
    attempts        integer not null default 0,
    parked_code     text,                           -- refused: waits for a person
    receipt         text,                           -- JSON of PhotoReceiptV1, checked
    verified_ms     integer
) strict;

create index photo_by_visit on photo (visit_id);
create index photo_unverified on photo (change_id) where verified_ms is null;

create table dismissal (
    -- Problems the visitor set aside, with a reason.
    visit_id    text not null references visit (visit_id),
    problem_key text not null,
    reason      text not null,
    primary key (visit_id, problem_key)
) strict, without rowid;
