-- What people decided about changes that were set aside, here and at the county.

alter table outbox add column taken_back_ms integer;      -- by a person here: withdrawn, and may be put back
alter table outbox add column taken_back_reason text;
alter table outbox add column county_note text;           -- what the county wrote about it
alter table receipt add column county_note text;

alter table county_visit add column answerable_id text;   -- answers for it in the visitor's place
