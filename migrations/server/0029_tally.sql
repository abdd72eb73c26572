-- Counters for what a county looks at first, by village, kept in the transaction of each change
-- (server/src/tally). What a row is counted as stands beside it (`tallied`), so that counting it
-- again is harmless and a changed row leaves the counter it was in. Nothing here depends on what
-- day it is: what does is worked out from months and days when somebody looks.

create table tally_home (
    -- Households that are there, by what their coverage follows from.
    county_id  text    not null,
    area_code  text    not null,
    home_group text    not null,                 -- domain::campaign::Group
    month      text    not null,                 -- of the last counting visit, YYYY-MM; '-' for none
    asked      text    not null,                 -- monitored since, YYYY-MM; '-' where nobody said
    approved   text    not null,                 -- half-year of the last approved counting visit, or '-'
    town_code  text    not null,
    n          integer not null,
    primary key (county_id, area_code, home_group, month, asked, approved)
) strict, without rowid;

create table tally_visit (
    -- Visits: by state; by day of arrival (in) and of acceptance (out); photos still missing, and
    -- visits that miss some.
    county_id text    not null,
    figure    text    not null,                  -- state, in, out, photos, missing
    part      text    not null,                  -- the state, the day, or ''
    area_code text    not null,
    town_code text    not null,
    n         integer not null,
    primary key (county_id, figure, part, area_code)
) strict, without rowid;

create table tally_campaign (
    -- Households of campaigns that have begun, those that ended since left out.
    county_id   text    not null,
    campaign_id text    not null,
    area_code   text    not null,
    added       integer not null,                -- came into its scope later
    stage       integer not null,                -- 0 not visited, 1 visited, 2 and approved
    town_code   text    not null,
    n           integer not null,
    primary key (county_id, campaign_id, area_code, added, stage)
) strict, without rowid;

create table tally_version (
    -- Which way of counting the counters follow. Without a row they are counted anew at the start.
    county_id text    not null primary key,
    version   integer not null
) strict;

alter table household add column counted_ms integer;       -- the last counting visit by a helper
alter table household add column approved_period text;     -- half-year of the last approved one
alter table household add column asked_month text;         -- monitored since, YYYY-MM
alter table household add column tallied text;
alter table visit add column tallied text;
alter table campaign_household add column tallied text;

-- What is open is little beside what was: these are read as a whole. The columns of their
-- conditions stand in them too, or SQLite takes another index for the order of its own.
create index problem_open
    on problem (county_id, is_open, area_code, town_code, state, verified, found_ms, due)
    where is_open = 1;
create index batch_waiting on batch (county_id, state, received_ms, area_code, town_code)
    where state in ('received', 'partially_accepted');
create index visit_missing on visit (county_id, sequence)
    where photos > photos_verified and state <> 'voided';
