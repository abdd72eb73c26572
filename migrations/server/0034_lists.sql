-- Names and numbers of households with where they are: a text is looked for here, a tenth of what
-- the households themselves are. Nothing in it changes with a visit.
create index household_name
    on household (county_id, head_name, number, household_id, town_code, area_code);

-- Monitored households are counted here, and nothing else is read for it.
create index household_monitored
    on household (county_id, category, ended_on, number, household_id, town_code, area_code)
    where category is not null;
