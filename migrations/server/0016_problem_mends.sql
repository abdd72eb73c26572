-- Problems of a village without a household; what counted before a problem was opened again.

create table problem_new (
    county_id    text    not null,
    problem_id   text    not null,
    number       text,                           -- county code, year and count; once registered
    problem_key  text    not null,               -- what makes two finds the same problem
    household_id text,                           -- absent for a problem of the village itself
    member_id    text,
    area_code    text    not null,               -- the village; moves with the household
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
    first_due    text,                           -- stays when the day is put off; new when it is opened again
    due          text,                           -- none for what is kept up for good
    done_date    text,                           -- when what was last reported as rectified was done
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

insert into problem_new (county_id, problem_id, number, problem_key, household_id, member_id,
    area_code, town_code, source, category, severity, title, detail, state, is_open, round,
    verified, unit_role, unit, owner_id, mode, measure, cause, result, found_ms, found_by,
    registered_date, assigned_ms, first_due, due, done_date, rectifier_id, verifier_id, closed_ms,
    visit_id, seen, merged_into, version, sequence)
select county_id, problem_id, number, problem_key, household_id, member_id,
    area_code, town_code, source, category, severity, title, detail, state, is_open, round,
    verified, unit_role, unit, owner_id, mode, measure, cause, result, found_ms, found_by,
    registered_date, assigned_ms, first_due, case when state = 'long_term' then null else due end,
    done_date, rectifier_id, verifier_id, closed_ms, visit_id, seen, merged_into, version, sequence
from problem;
drop table problem;
alter table problem_new rename to problem;

create unique index problem_number on problem (county_id, number);
create index problem_same on problem (county_id, household_id, problem_key);
create index problem_order on problem (county_id, sequence);
create index problem_state on problem (county_id, state, sequence);
create index problem_due on problem (county_id, is_open, due);
create index problem_town on problem (county_id, town_code, sequence);
create index problem_village on problem (county_id, area_code, sequence);

create table problem_term (
    -- How a problem had ended before it was opened again: in the figures each time counts by itself.
    county_id  text    not null,
    problem_id text    not null,
    sequence   integer not null,                 -- of the step that opened it again
    state      text    not null,                 -- closed or cancelled
    first_due  text,
    due        text,
    done_date  text,
    closed_ms  integer,
    primary key (county_id, problem_id, sequence)
) strict, without rowid;

-- What waits for a record that has not come: asked for with each one that comes.
create index change_early on change (county_id, code, record_kind, record_id)
    where disposition = 'quarantined';
