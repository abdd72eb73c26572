-- A sealed visit is kept once, as the change that brought it.
alter table visit_revision drop column edit;
alter table visit_revision drop column digest;

-- The change whose bytes belong in the body; rows from before have them in it already.
alter table record add column sealed text;

-- Most rows are in none of these: not held, not accepted, in no batch.
drop index change_missing;
create index change_missing on change (county_id, missing) where missing is not null;
drop index visit_accepted;
create index visit_accepted on visit (county_id, accepted_date) where accepted_date is not null;
drop index visit_batch;
create index visit_batch on visit (county_id, batch_id) where batch_id is not null;
