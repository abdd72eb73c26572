-- When a visit really ended, as far as the phone's clock and its last contact tell (law 11):
-- what counts for the half-year, whatever the phone's wall clock said.
alter table visit add column trusted_ended_ms integer;
