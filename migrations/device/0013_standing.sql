-- When each household was last visited, so that a list need not look at every visit.

alter table county_visit add column on_site integer not null default 0;   -- only these count (DOMAIN §5.1)
update county_visit set on_site =
    instr(body, '"item":"visit_method","value":{"type":"choice","value":"on_site"}') > 0;

create index county_visit_counting on county_visit (household_id, on_site, state, ended_ms);

create table last_visit (
    -- Of the county's visits that count. Follows county_visit, in the same transaction.
    household_id text    not null primary key,
    ended_ms     integer not null
) strict, without rowid;

insert into last_visit (household_id, ended_ms)
    select household_id, max(ended_ms) from county_visit
    where on_site = 1 and state <> 'voided' group by household_id;

alter table visit add column on_site integer not null default 0;          -- as sealed last
update visit set on_site = exists (
    select 1 from visit_revision sealed
    where sealed.visit_id = visit.visit_id and sealed.revision = visit.revision
      and instr(sealed.body, '"item":"visit_method","value":{"type":"choice","value":"on_site"}') > 0);
