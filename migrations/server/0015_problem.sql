-- The problem ledger (DOMAIN §5.2), and who is responsible for what in each town.

create table problem (
    county_id    text    not null,
    problem_id   text    not null,
    number       text,                           -- county code, year and count; once registered
    problem_key  text    not null,               -- what makes two finds the same problem
    household_id text    not null,
    member_id    text,
    area_code    text    not null,               -- the village
    town_code    text    not null,
    source       text    not null,
    category     text    not null,
    severity     text    not null,
    title        text    not null,
    detail       text    not null default '',
    state        text    not null,
    is_open      integer not null,               -- not closed, merged or cancelled
    round        integer not null default 0,     -- reports that it is rectified
    verified     integer not null default 0,     -- critical, and waiting for the county
    unit_role    text    not null,
    unit         text    not null default '',
    owner_id     text,
    mode         text    not null default '',
    measure      text    not null default '',
    cause        text    not null default '',
    result       text    not null default '',
    found_ms     integer not null,
    found_by     text,
    registered_date text,
    assigned_ms  integer,
    first_due    text,                           -- stays when the day is put off
    due          text,
    done_date    text,                           -- last reported as rectified
    rectifier_id text,
    verifier_id  text,
    closed_ms    integer,
    visit_id     text,                           -- that found it first
    seen         integer not null default 1,     -- visits that found it
    merged_into  text,
    version      integer not null default 0,
    sequence     integer not null,               -- when it came; lists are in this order
    primary key (county_id, problem_id)
) strict, without rowid;
create unique index problem_number on problem (county_id, number);
create index problem_same on problem (county_id, household_id, problem_key);
create index problem_order on problem (county_id, sequence);
create index problem_state on problem (county_id, state, sequence);
create index problem_due on problem (county_id, is_open, due);
create index problem_town on problem (county_id, town_code, sequence);
create index problem_village on problem (county_id, area_code, sequence);

create table problem_step (
    -- What happened to it; nothing is ever changed or taken out.
    county_id   text    not null,
    problem_id  text    not null,
    sequence    integer not null,
    step_id     text    not null,
    step        text    not null,                -- a move; or raised, or seen when a visit found it again
    state       text    not null,                -- afterwards
    by_person   text,
    visit_id    text,
    body        text,                            -- what was said with it
    received_ms integer not null,
    primary key (county_id, problem_id, sequence)
) strict, without rowid;
create unique index problem_step_id on problem_step (county_id, step_id);

create table problem_year (
    -- The last number given out in a year.
    county_id text    not null,
    year      integer not null,
    last      integer not null,
    primary key (county_id, year)
) strict, without rowid;

create table unit (
    -- What the responsible unit of a role is called in a town.
    county_id text not null,
    town_code text not null,
    role      text not null,
    name      text not null,
    contact   text not null default '',
    primary key (county_id, town_code, role)
) strict, without rowid;
