-- Versions of the checklist, and parameters with the day they begin.

create table checklist (
    -- Every version that was ever in force here: visits are judged and shown with theirs for good.
    county_id    text    not null,
    version      text    not null,
    base         text    not null,               -- the base it was made from; itself for a base
    overlay      text,                           -- as the county wrote it; absent for a base
    document     text    not null,               -- what the rules are read from
    starts       text    not null,               -- first day visits are begun under it
    note         text    not null default '',
    published_ms integer not null,
    published_by text,
    primary key (county_id, version)
) strict, without rowid;

create table param_value (
    -- What a parameter is from a day on. Nothing is ever changed or taken out: of two that begin
    -- on one day the later one counts.
    county_id text    not null,
    name      text    not null,
    starts    text    not null,                  -- 0001-01-01 for since ever
    sequence  integer not null,
    json      text    not null,
    basis     text    not null default '',       -- the legal basis, in words
    set_ms    integer not null,
    set_by    text,
    primary key (county_id, name, starts, sequence)
) strict, without rowid;

-- Until now a county had one value of each, and the demonstration's monitoring line where it had
-- said nothing. Visits that were judged by them are not to be judged otherwise.
insert into param_value (county_id, name, starts, sequence, json, basis, set_ms, set_by)
    select county_id, name, '0001-01-01', 0, json, '', coalesce(set_ms, 0), set_by from param
    where name <> 'min_app_version';
insert into param_value (county_id, name, starts, sequence, json, basis, set_ms)
    select c.county_id, 'monitor_line_yuan', '0001-01-01', 0, '8700', '', 0 from county c
    where not exists (select 1 from param p
        where p.county_id = c.county_id and p.name = 'monitor_line_yuan');
