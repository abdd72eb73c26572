-- Who vouches for a key, and which life of this database it is.
alter table county_key add column introduced_by text;   -- JSON of protocol::county::IntroductionV1; absent for the first
alter table county_key add column position integer not null default 0;  -- the highest signs
alter table county_key add column reason text not null default '';      -- why the one before was replaced
-- Another one after every restore: cursors given out before mean nothing then. '' until first opened.
alter table county add column epoch text not null default '';
