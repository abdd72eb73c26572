create table fact (
    -- Facts that people have corrected. The rest is as the roster says and has no row here.
    county_id text not null references county (county_id),
    kind      text not null,                     -- household, member
    record_id text not null,
    field     text not null,                     -- a name of domain::facts::FIELDS
    roster    text not null,                     -- what the roster said last: the same again changes nothing
    set_by    text,                              -- who gave the value that stands; absent: the roster
    set_ms    integer,
    primary key (county_id, kind, record_id, field)
) strict;

create table contest (
    -- Values that contest the one that stands. Kept for good, also when decided.
    county_id    text    not null references county (county_id),
    kind         text    not null,
    record_id    text    not null,
    field        text    not null,
    contest_id   text    not null,               -- the change that brought the value
    household_id text    not null,
    other        text    not null,
    person_id    text,                           -- whose value; absent: the roster's
    base_version integer not null,               -- of the row its author saw
    at_ms        integer not null,
    sequence     integer not null,
    outcome      text    not null default 'open',  -- open, chosen, refused, superseded, agreed
    decided_by   text,
    decided_ms   integer,
    primary key (county_id, kind, record_id, field, contest_id)
) strict;
create index contest_household on contest (county_id, household_id, outcome);
create index contest_change on contest (county_id, contest_id);

-- Facts of the household and its members of which two values are known.
alter table household add column contested integer not null default 0;
create index household_contested on household (county_id, number, household_id) where contested > 0;
