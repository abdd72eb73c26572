-- Whether somebody answers for a household today: a primary assignment is in force. Kept with the
-- name of who helps it, by `roster::helpers_changed`.
alter table household add column has_helper integer not null default 0;
update household set has_helper = 1
where exists (select 1 from assignment a where a.county_id = household.county_id
    and a.household_id = household.household_id and a.kind = 'primary' and a.active = 1);

-- Households nobody answers for, the monitored first; counted and paged here. What all of them have
-- in common is in it too: SQLite finds it by that.
create index household_unhelped
    on household (county_id, has_helper, ended_on, (case when category is null then 1 else 0 end),
        number, household_id, town_code, area_code)
    where has_helper = 0 and ended_on is null;

-- How many households each helper has is counted here alone.
drop index assignment_person;
create index assignment_person on assignment (county_id, person_id, active, kind, household_id);

-- A town or a village with few visits, or none, does not walk all of the county's.
create index visit_town on visit (county_id, town_code, sequence, area_code);

-- The groups of the problem ledger are counted here.
create index problem_stand
    on problem (county_id, is_open, state, verified, due, town_code, area_code);

-- What is in doubt is counted without reading visits.
drop index visit_flagged;
create index visit_flagged on visit (county_id, sequence, flags, photos, state, town_code,
    area_code, visitor_id) where flags <> '';

-- A draw reads who may be drawn, and where they live, of every household.
create index household_where on household (county_id, household_id, area_code, ended_on);
