-- Tasks: campaigns, which visits count for a household's cadence, and what its group is told by.

create table campaign (
    -- The county's campaigns. Which household one concerns is worked out, never stored.
    campaign_id text    not null primary key,
    starts      text    not null,              -- YYYY-MM-DD, both days included
    ends        text    not null,
    cancelled   integer not null,
    body        text    not null               -- exactly the county's JSON
) strict, without rowid;

alter table household add column risk_eliminated integer not null default 0;
alter table household add column monitor_since text;                     -- YYYYMM
alter table household add column ended_on text;                          -- YYYY-MM-DD, of one that is no more
update household set (risk_eliminated, monitor_since, ended_on) = (
    select coalesce(body ->> '$.risk_eliminated', 0), body ->> '$.monitor_since',
        body ->> '$.ended_on'
    from household_body where household_body.household_row = household.household_row)
where exists (select 1 from household_body
    where household_body.household_row = household.household_row);

-- Visits of all households within some days, without reading what they say.
create index county_visit_by_day on county_visit (on_site, ended_ms, household_id, profile, state);

-- Visits that count for the cadence of their household (DOMAIN §5.1, S3 "no proxy"): at the
-- dwelling, not voided, by a person who helped the household that day; where nobody did, by one of
-- the village's team. Days are China's. Once the county has a revision, it says when the visit was.
create view counting_visit (at_county, visit_id, household_id, ended_ms) as
with seen (at_county, visit_id, household_id, visitor_id, ended_ms, day) as (
    select 1, visit_id, household_id, visitor_id, ended_ms,
        date(ended_ms / 1000 + 28800, 'unixepoch')
    from county_visit where +on_site = 1 and state <> 'voided'   -- by household, not by day
    union all
    select 0, visit_id, household_id, visitor_id, ended_ms,
        date(ended_ms / 1000 + 28800, 'unixepoch')
    from visit where phase = 'sealed' and on_site = 1
        and not exists (select 1 from county_visit known
            where known.visit_id = visit.visit_id and known.revision >= visit.revision)
)
select at_county, visit_id, household_id, ended_ms from seen
where exists (select 1 from assignment
        where assignment.household_id = seen.household_id
            and assignment.person_id = seen.visitor_id
            and from_date <= day and (to_date is null or to_date >= day))
    or (not exists (select 1 from assignment
            where assignment.household_id = seen.household_id
                and from_date <= day and (to_date is null or to_date >= day))
        and exists (select 1 from household join team on team.village_code = household.area_code
            where household.household_id = seen.household_id
                and (team.captain_id = seen.visitor_id
                    or exists (select 1 from json_each(team.body, '$.members') member
                        where member.value ->> '$.id' = seen.visitor_id))));

alter table last_visit add column recent text not null default '[]';      -- the latest first, JSON of ended_ms
delete from last_visit;
insert into last_visit (household_id, ended_ms, recent)
    select household_id, max(ended_ms), json_group_array(ended_ms) from (
        select household_id, ended_ms, row_number() over (
            partition by household_id order by ended_ms desc) as place
        from counting_visit where at_county = 1 order by household_id, ended_ms desc)
    where place <= 60 group by household_id;
