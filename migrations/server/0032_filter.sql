-- Filters of the problem ledger that people keep under a name.

create table saved_filter (
    county_id text    not null,
    filter_id text    not null,
    person_id text    not null,                  -- whose it is
    name      text    not null,
    is_shared integer not null,                  -- shown to everybody of the county's console
    body      text    not null,                  -- JSON, the search as the screen sends it
    made_ms   integer not null,
    primary key (county_id, filter_id)
) strict, without rowid;
create unique index saved_filter_name on saved_filter (county_id, person_id, name);
create index saved_filter_shared on saved_filter (county_id, name) where is_shared = 1;

-- What the ledger can be narrowed by.
create index problem_owner on problem (county_id, owner_id, sequence) where owner_id is not null;
create index problem_days on problem (county_id, (coalesce(due, '9999-12-31')), sequence);

-- The photo desk reads visits that lack photos, and those with a flag, along these alone.
create index visit_lacking on visit (county_id, sequence) where photos_verified < photos;
create index visit_flagged on visit (county_id, sequence) where flags <> '';
