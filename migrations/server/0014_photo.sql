-- Photos that serve twice (DOMAIN §4), found as photos arrive.

create table photo_pending (
    -- Photos of visits whose bytes are here and that were not compared yet.
    county_id text not null,
    visit_id  text not null,
    photo_id  text not null,
    primary key (county_id, visit_id, photo_id)
) strict, without rowid;

create table photo_print (
    -- What tells a photo from others. Stays when a later revision of the visit drops the photo.
    county_id       text    not null,
    visit_id        text    not null,
    photo_id        text    not null,
    number          integer not null,            -- 1, 2 …: each is compared with those before it
    sha256          text    not null,
    original_sha256 text    not null,
    phash           integer,                     -- absent where the picture is too plain to be told
    dhash           integer,                     -- from another; 64 bits each
    primary key (county_id, visit_id, photo_id)
) strict, without rowid;
create unique index photo_print_number on photo_print (county_id, number);
create index photo_print_sha256 on photo_print (county_id, sha256);
create index photo_print_original on photo_print (county_id, original_sha256);

create table photo_match (
    -- Two photos that may be one, the later first; and what a person made of it.
    county_id      text    not null,
    visit_id       text    not null,
    photo_id       text    not null,
    other_visit_id text    not null,
    other_photo_id text    not null,
    number         integer not null,             -- in the order they were found
    kind           text    not null,             -- exact, alike, look
    distance       integer not null,             -- bits of 128
    turned         text    not null,             -- as_taken, turned, mirrored
    rank           integer not null,             -- the order to show them in: 0 exact, then by distance
    found_ms       integer not null,
    outcome        text    not null default 'open',  -- open, fair, reused
    reason         text    not null default '',
    settled_by     text,
    settled_ms     integer,
    primary key (county_id, visit_id, photo_id, other_visit_id, other_photo_id)
) strict, without rowid;
create unique index photo_match_number on photo_match (county_id, number);
create index photo_match_other on photo_match (county_id, other_visit_id);
create index photo_match_rank on photo_match (county_id, outcome, rank, number);

-- Those that came before any was compared.
insert into photo_pending (county_id, visit_id, photo_id)
    select i.county_id, i.visit_id, i.photo_id from visit_photo i
    join photo p on p.county_id = i.county_id and p.sha256 = i.sha256;

-- Who set a parameter in the console, and when.
alter table param add column set_ms integer;
alter table param add column set_by text;
