-- What the county says. Written by pull alone; the phone's own work has tables of its own, so a
-- pulled row cannot overwrite it. `body` is the row exactly as it came.

create table household (
    household_id     text    not null primary key,
    number           text    not null,              -- 户编号
    area_code        text    not null,
    town             text    not null,
    village          text    not null,
    group_name       text    not null,
    head_name        text    not null,
    pinyin           text    not null,              -- every reading, each after a '|': |zhangsan
    initials         text    not null,              -- the same: |zs
    base_type        text    not null,
    monitor_category text,                          -- absent unless monitored
    size             integer not null,
    lat              real,                          -- WGS-84
    lon              real,
    in_scope         integer not null default 1,    -- 0: left the scope, kept for unsent work
    body             text    not null
) strict, without rowid;

create index household_by_place on household (area_code, group_name, number);
create index household_by_number on household (number);

create table member (
    member_id    text    not null primary key,
    household_id text    not null,
    number       text    not null,
    name         text    not null,
    pinyin       text    not null,                  -- as in household
    initials     text    not null,
    relation     text    not null,
    active       integer not null,
    in_scope     integer not null default 1,
    body         text    not null
) strict, without rowid;

create index member_by_household on member (household_id);

create table assignment (
    assignment_id text not null primary key,
    household_id  text not null,
    person_id     text not null,
    kind          text not null,                    -- primary | co
    from_date     text not null,
    to_date       text,                             -- absent while it lasts
    body          text not null
) strict, without rowid;

create index assignment_by_household on assignment (household_id);

create table person (
    person_id text not null primary key,
    name      text not null,
    unit      text not null,
    body      text not null
) strict, without rowid;

create table team (
    team_id      text not null primary key,
    village_code text not null,
    captain_id   text not null,
    body         text not null
) strict, without rowid;

create table params (
    params_id text not null primary key,
    body      text not null
) strict, without rowid;

create table county_visit (
    -- Visits as the county has them: one's own and, for captains, the team's.
    visit_id     text    not null primary key,
    revision     integer not null,
    state        text    not null,                  -- a name of domain::review::ReviewState
    household_id text    not null,
    visitor_id   text    not null,
    visitor_name text    not null,
    profile      text    not null,
    batch_id     text,
    started_ms   integer not null,
    ended_ms     integer not null,
    received_ms  integer not null,
    answers      integer not null,
    problems     integer not null,                  -- not dismissed
    photos       integer not null,
    photos_verified integer not null,
    comments     integer not null,                  -- of the latest decision
    body         text    not null
) strict, without rowid;

create index county_visit_by_household on county_visit (household_id, ended_ms);
create index county_visit_by_state on county_visit (state, received_ms);

create table batch (
    batch_id    text    not null primary key,
    state       text    not null,
    visits      integer not null,
    accepted    integer not null,
    returned    integer not null,
    sent_ms     integer not null,
    received_ms integer not null,
    body        text    not null
) strict, without rowid;

create table unknown_row (
    -- Rows this version cannot read. A later version applies them; nothing is asked for twice.
    kind text not null,
    id   text not null,
    body text not null,
    primary key (kind, id)
) strict, without rowid;
