-- The ledgers beside visits and problems (DOMAIN §1, §3, §5.3): good deeds, measures, plans,
-- income, changes, dynamics, activities, projects, funds, days, leave. What each holds is data
-- (`data/ledgers.json`); here are its entries and what they changed.

create table entry (
    county_id    text    not null,
    entry_id     text    not null,
    ledger       text    not null,               -- a code of data/ledgers.json
    scope        text    not null,               -- household, village, person
    household_id text,
    area_code    text    not null,               -- the village; '' where its author has none
    town_code    text    not null,
    author_id    text,                           -- absent: the county's own checks
    of_id        text,                           -- another entry it belongs to
    member_id    text,                           -- of a data check: whom it concerns
    state        text    not null,               -- a state of its ledger, or voided
    is_open      integer not null,               -- something is still to be done about it
    kind         text,                           -- the field it is counted by
    day          text,                           -- the field that says when
    amount       integer,                        -- the field that is added up, fen
    due          text,
    unique_key   text,                           -- what no other entry of its ledger may share
    version      integer not null default 0,
    sequence     integer not null,               -- when it came; lists are in this order
    made_ms      integer not null,
    changed_ms   integer not null,
    body         text    not null,               -- its fields, ID numbers whole: they stay at the county
    primary key (county_id, entry_id)
) strict;
create index entry_ledger on entry (county_id, ledger, sequence);
create index entry_town on entry (county_id, ledger, town_code, sequence);
create index entry_village on entry (county_id, area_code, ledger, sequence);
create index entry_open on entry (county_id, ledger, is_open, due);
create index entry_day on entry (county_id, ledger, day);
create index entry_author on entry (county_id, author_id, ledger, sequence);
create index entry_household on entry (county_id, household_id, ledger, sequence)
    where household_id is not null;
create index entry_member on entry (county_id, member_id) where member_id is not null;
create unique index entry_unique on entry (county_id, ledger, unique_key)
    where unique_key is not null;

create table entry_step (
    -- What happened to it; nothing is ever changed or taken out.
    county_id   text    not null,
    entry_id    text    not null,
    sequence    integer not null,
    step_id     text    not null,
    step        text    not null,                -- a move of its ledger; saved, corrected or void
    state       text    not null,                -- afterwards
    by_person   text,
    body        text    not null,                -- what was said with it
    received_ms integer not null,
    primary key (county_id, entry_id, sequence)
) strict, without rowid;
create unique index entry_step_id on entry_step (county_id, step_id);

create table household_link (
    -- Households that came out of one another, or went into one another: both stay.
    county_id text    not null,
    from_id   text    not null,
    to_id     text    not null,
    kind      text    not null,                  -- split, merge
    on_day    text    not null,
    entry_id  text    not null,
    primary key (county_id, from_id, to_id, entry_id)
) strict, without rowid;
create index household_link_to on household_link (county_id, to_id);

create table household_status (
    -- How a household came into monitoring and out of it: a line for each decision of the county.
    county_id    text    not null,
    household_id text    not null,
    sequence     integer not null,
    change       text    not null,               -- identify, return, eliminate, remove
    category     text,                           -- afterwards
    risk_types   text    not null,               -- JSON
    mode         text,                           -- how the risk was removed
    on_day       text    not null,
    document_no  text    not null,
    entry_id     text    not null,
    primary key (county_id, household_id, sequence)
) strict, without rowid;

create table roster_said (
    -- What the roster said of something that an entry changed since. The national system follows
    -- later: as long as the roster repeats itself, what was decided here stands.
    county_id text not null,
    kind      text not null,                     -- household, member
    record_id text not null,
    part      text not null,
    said      text not null,                     -- JSON
    entry_id  text not null,
    primary key (county_id, kind, record_id, part)
) strict, without rowid;

create table roster_name (
    -- What the roster calls a household or member that was first known from an entry here.
    county_id text not null,
    kind      text not null,
    roster_id text not null,
    record_id text not null,
    primary key (county_id, kind, roster_id)
) strict, without rowid;

-- The entry a household or member was first known from; absent for the roster's.
alter table household add column entry_id text;
alter table member add column entry_id text;
-- The last day of a household that has ended.
alter table household add column ended_on text;

create index member_id_number on member (county_id, id_number) where id_number <> '';
create index member_doubtful on member (county_id, member_id)
    where id_check = 'fail' and id_number <> '';
create index household_made on household (county_id, area_code) where entry_id is not null;
create index member_made on member (county_id, household_id) where entry_id is not null;
