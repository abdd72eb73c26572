-- Campaigns 专项行动: visits of many households by a day (DOMAIN §1 S2/S3, §3 campaign, §6).

create table campaign (
    county_id         text    not null,
    campaign_id       text    not null,
    title             text    not null,
    starts            text    not null,          -- YYYY-MM-DD, the first day
    ends              text    not null,          -- the last
    profile           text    not null,          -- full, routine, four_ones
    required_coverage integer not null,          -- percent
    legal_basis       text    not null,
    scope             text    not null,          -- JSON, domain::campaign::Scope
    stages            text    not null,          -- JSON, protocol::campaign::StageV1
    version           integer not null,          -- a change names the one it saw
    sequence          integer not null,          -- when it was made; lists are in this order
    made_ms           integer not null,
    made_by           text    not null,          -- person_id
    changed_ms        integer not null,
    frozen_ms         integer,                   -- when its households were written down
    cancelled_ms      integer,
    cancelled_by      text,
    cancel_reason     text,
    primary key (county_id, campaign_id)
) strict, without rowid;
create index campaign_sequence on campaign (county_id, sequence);

create table campaign_household (
    -- The households a campaign concerns, as they were on its first day. One that ended since is
    -- left out when they are counted, and never taken out.
    county_id    text    not null,
    campaign_id  text    not null,
    household_id text    not null,
    added_ms     integer,                        -- came into its scope later; shown apart
    primary key (county_id, campaign_id, household_id)
) strict, without rowid;

-- What the sealed visit, the household's row and the member's say, beside them so that they can be
-- counted. Rows from before are filled in when the county opens (`campaign::fill`).
alter table visit add column profile text;
alter table household add column home_group text;              -- domain::campaign::Group
alter table member add column active integer not null default 1;
create index visit_unfilled on visit (county_id) where profile is null;

-- Coverage of a half-year and of a campaign are read from this index alone.
drop index visit_coverage;
create index visit_coverage on visit (county_id, period, counts, town_code, household_id, state,
    profile, trusted_ended_ms, ended_ms);
