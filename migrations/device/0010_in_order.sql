-- Households and members in the order they came, and the whole of each apart from what lists and
-- searches read: a first pull adds at the end instead of rewriting every page of the file for each
-- page that comes, and a search reads names without reading everything else. No index by number:
-- numbers are searched by any piece of them.

alter table household rename to household_former;
alter table member rename to member_former;

create table household (
    household_row    integer primary key,
    household_id     text    not null unique,
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
    contested        integer not null default 0     -- facts of which the county knows two values
) strict;

create table household_body (
    household_row integer primary key references household (household_row) on delete cascade,
    body          text    not null                  -- the row exactly as it came
) strict;

create table member (
    member_row   integer primary key,
    member_id    text    not null unique,
    household_id text    not null,
    number       text    not null,
    name         text    not null,
    pinyin       text    not null,                  -- as in household
    initials     text    not null,
    relation     text    not null,
    active       integer not null,
    in_scope     integer not null default 1,
    contested    integer not null default 0
) strict;

create table member_body (
    member_row integer primary key references member (member_row) on delete cascade,
    body       text    not null
) strict;

insert into household (household_id, number, area_code, town, village, group_name, head_name,
    pinyin, initials, base_type, monitor_category, size, lat, lon, in_scope, contested)
select household_id, number, area_code, town, village, group_name, head_name,
    pinyin, initials, base_type, monitor_category, size, lat, lon, in_scope, contested
from household_former;

insert into household_body (household_row, body)
select household_row, body from household join household_former using (household_id);

insert into member (member_id, household_id, number, name, pinyin, initials, relation, active,
    in_scope, contested)
select member_id, household_id, number, name, pinyin, initials, relation, active,
    in_scope, contested
from member_former;

insert into member_body (member_row, body)
select member_row, body from member join member_former using (member_id);

drop table household_former;
drop table member_former;

create index household_by_place on household (area_code, group_name, number);
create index household_contested on household (household_id) where contested > 0;
create index member_by_household on member (household_id);
create index member_contested on member (household_id) where contested > 0;
