-- An import can be taken back for some time; after that what it changed is no longer kept.

alter table import_run add column digest text;          -- SHA-256 of the file; null from before
alter table import_run add column back integer;         -- records taken back, once they are no longer kept
alter table import_run add column stays integer;        -- records that stayed then
alter table import_run add column forgotten_ms integer; -- since when none of its changes is kept
create index import_run_kept on import_run (county_id, begun_ms) where forgotten_ms is null;
