-- Names and numbers of households with where they are: a text is looked for here, a tenth of what
-- the households themselves are. Nothing in it changes with a visit.
create index household_name
    on household (county_id, head_name, number, household_id, town_code, area_code);
