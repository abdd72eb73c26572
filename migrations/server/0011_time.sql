-- How far the trusted time of a visit may be wrong, and what it rests on (law 11); and room for
-- those who keep photos coming without ever finishing one.
alter table change add column contacts text;         -- JSON of protocol::clock::ContactsV1, as it came
alter table visit add column trusted_error_ms integer;
alter table visit add column trusted_basis text;     -- contact, offset, wall
alter table visit add column wall_off_ms integer;    -- the phone's wall clock less the trusted time
create index upload_device on upload (county_id, device_id);
create index device_proof_at on device_proof (county_id, at_ms);
