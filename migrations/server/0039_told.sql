-- What the visit ledger tells of a visit (server::visit::told), so that it reads no sealed bytes.
-- Revisions from before have none of it: theirs are read.
alter table visit_revision add column started_ms integer;
alter table visit_revision add column method text;
alter table visit_revision add column respondent_id text;
alter table visit_revision add column purposes text;
alter table visit_revision add column summary text;
alter table visit_revision add column place text;

-- The ledger is read, and counted, in the order visits were made. Those from before trusted times
-- were made when their phones said so; that nobody vouches for it is in `trusted_basis`.
update visit set trusted_ended_ms = ended_ms where trusted_ended_ms is null;
create index visit_made on visit (county_id, trusted_ended_ms, sequence, state, town_code, area_code);
