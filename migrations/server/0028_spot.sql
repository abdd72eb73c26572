-- Spot checks 抽查 (DOMAIN §1 S0, §6): what was drawn, from what, and what was found.

create table spot_check (
    county_id     text    not null,
    check_id      text    not null,
    number        text    not null,              -- 批次: year and count
    title         text    not null,
    kind          text    not null,              -- member, team, household
    method        text    not null,              -- video, phone, on_site
    seed          text    not null,
    towns         text    not null,              -- codes with spaces between; empty: the whole county
    days          integer not null,              -- reached so recently is left out
    asked         text    not null,              -- count 20, percent 5
    frame         text    not null,              -- domain::sampling::frame_text; never changed
    frame_units   integer not null,
    frame_sha256  text    not null,
    drawn         integer not null,
    made_ms       integer not null,
    made_date     text    not null,
    made_by       text    not null,
    cancelled_ms  integer,
    cancelled_by  text,
    cancel_reason text,
    sequence      integer not null,              -- when it was drawn; lists are in this order
    primary key (county_id, check_id)
) strict;
create unique index spot_check_number on spot_check (county_id, number);
create index spot_check_sequence on spot_check (county_id, sequence);

create table spot_item (
    -- One that was drawn, and the last thing that was found.
    county_id    text    not null,
    item_id      text    not null,
    check_id     text    not null,
    position     integer not null,               -- the order of the draw, town by town
    kind         text    not null,
    subject_id   text    not null,               -- person, team or household, by kind
    person_id    text,                           -- who is asked: the member, the team's captain
    household_id text,
    team_id      text,
    area_code    text    not null,               -- the village on the day of the draw
    town_code    text    not null,
    tickets      integer not null,
    is_open      integer not null,               -- drawn and not yet checked
    reached      text,                           -- yes, no_answer, off, left
    in_village   integer,                        -- seen by video or on site
    facts        integer,                        -- five areas, up to 20 each
    policy       integer,
    action       integer,
    role         integer,
    support      integer,
    notes        text    not null default '',
    checked_date text,
    checked_by   text,
    version      integer not null default 0,     -- results so far; a form names the one it saw
    problem_id   text,
    primary key (county_id, item_id)
) strict, without rowid;
create unique index spot_item_position on spot_item (county_id, check_id, position);
create index spot_item_subject on spot_item (county_id, kind, subject_id);
create index spot_item_problem on spot_item (county_id, problem_id) where problem_id is not null;

create table spot_result (
    -- Every result that was written down, former ones too. Append only.
    county_id text    not null,
    item_id   text    not null,
    version   integer not null,                  -- 1, 2 …
    how       text    not null,                  -- first, again, correct
    reason    text    not null,                  -- why it was corrected
    body      text    not null,                  -- spot::result::Said
    by_person text    not null,
    at_ms     integer not null,
    primary key (county_id, item_id, version)
) strict, without rowid;
