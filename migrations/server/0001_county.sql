create table county (
    -- The tenant. Every other row carries its id.
    county_id     text    primary key,
    code          text    not null unique,       -- six digits of GB/T 2260
    name          text    not null,
    next_sequence integer not null,              -- given out inside the writing transaction only
    made_ms       integer not null
) strict;

create table county_key (
    -- Ed25519 keys receipts are signed with. Replaced keys stay: old receipts stay valid.
    county_id  text    not null references county (county_id),
    key_id     text    not null,
    secret     blob    not null,
    made_ms    integer not null,
    primary key (county_id, key_id)
) strict;

create table param (
    -- Parameters of the rules where this county differs from the defaults.
    county_id text not null references county (county_id),
    name      text not null,
    json      text not null,
    primary key (county_id, name)
) strict;

create table area (
    county_id text not null references county (county_id),
    code      text not null,                     -- 6 county, 9 town, 12 village
    name      text not null,
    primary key (county_id, code)
) strict;

create table person (
    county_id     text not null references county (county_id),
    person_id     text not null,
    name          text not null,
    unit          text not null,
    phone         text,
    login         text,                          -- for people who use the console
    password_hash text,                          -- argon2id, PHC form
    totp_secret   blob,
    totp_step     integer not null default 0,    -- a code is accepted once
    primary key (county_id, person_id),
    unique (county_id, login)
) strict;

create table role (
    county_id text not null references county (county_id),
    person_id text not null,
    role      text not null,                     -- a name of protocol::row::Role
    area      text not null,
    primary key (county_id, person_id, role, area)
) strict;
create index role_area on role (county_id, area, role);

create table team (
    county_id    text not null references county (county_id),
    team_id      text not null,
    village_code text not null,
    captain_id   text not null,
    primary key (county_id, team_id)
) strict;
create index team_village on team (county_id, village_code);

create table team_member (
    county_id text    not null references county (county_id),
    team_id   text    not null,
    person_id text    not null,
    position  integer not null,                  -- the order of the roster
    primary key (county_id, team_id, person_id)
) strict;

create view captaincy as
    -- Who leads which village, by role or by team.
    select county_id, person_id, area as village_code from role where role = 'captain'
    union
    select county_id, captain_id as person_id, village_code from team;

create table household (
    county_id    text    not null references county (county_id),
    household_id text    not null,
    number       text    not null,
    area_code    text    not null,               -- the village
    town_code    text    not null,
    head_name    text    not null,
    category     text,                           -- of monitored households
    helper_name  text,                           -- of the primary assignment in force
    visits       integer not null default 0,     -- not voided
    last_visit_ms integer,
    last_counting_period text,                   -- half-year of the last counting visit
    primary key (county_id, household_id)
) strict;
create index household_number on household (county_id, number, household_id);
create index household_town on household (county_id, town_code, number, household_id);
create index household_village on household (county_id, area_code, number, household_id);

create table member (
    county_id    text not null references county (county_id),
    member_id    text not null,
    household_id text not null,
    number       text not null,
    id_number    text not null,                  -- full; never leaves the county, shown one by one
    id_check     text not null,                  -- ok, fail: history has errors, so only a warning
    primary key (county_id, member_id)
) strict;
create index member_household on member (county_id, household_id, number);

create table assignment (
    county_id     text    not null references county (county_id),
    assignment_id text    not null,
    household_id  text    not null,
    person_id     text    not null,
    kind          text    not null,              -- primary, co
    starts        text    not null,
    ends          text,
    active        integer not null,              -- in force, as last looked at
    primary key (county_id, assignment_id)
) strict;
create index assignment_household on assignment (county_id, household_id, active);
create index assignment_person on assignment (county_id, person_id, active);

create table record (
    -- The current body of everything a phone can pull, exactly as protocol::row writes it.
    county_id text not null references county (county_id),
    kind      text not null,
    record_id text not null,
    body      text not null,
    primary key (county_id, kind, record_id)
) strict;

create table feed (
    -- Who may see which record, and when that last changed. Leaving scope is a row too.
    county_id text    not null references county (county_id),
    person_id text    not null,
    kind      text    not null,
    record_id text    not null,
    sequence  integer not null,
    removed   integer not null,
    primary key (county_id, person_id, kind, record_id)
) strict;
create index feed_sequence on feed (county_id, person_id, sequence);
create index feed_record on feed (county_id, kind, record_id);
