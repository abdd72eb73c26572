-- The map: where villages end, and where pictures of the land come from.

create table boundary_set (
    -- A file of boundaries as it was taken in. The newest that was not taken back holds.
    county_id     text    not null,
    version       integer not null,
    datum         text    not null,              -- as the file was in: WGS84, CGCS2000, GCJ02
    villages      integer not null,
    points        integer not null,              -- kept of them
    made_ms       integer not null,
    made_by       text    not null,              -- person_id
    taken_back_ms integer,
    taken_back_by text,
    primary key (county_id, version)
) strict, without rowid;

create table boundary (
    county_id text    not null,
    version   integer not null,
    area_code text    not null,
    geometry  text    not null,                  -- a GeoJSON MultiPolygon, WGS-84, simplified
    primary key (county_id, version, area_code)
) strict, without rowid;

create table map_setting (
    county_id   text    not null primary key,
    kind        text    not null,                -- none, tiles, file
    template    text    not null,                -- of tiles, with {z}, {x}, {y} and {key}
    secret      text    not null,                -- the key; never leaves the server
    attribution text    not null,
    least_zoom  integer not null,
    most_zoom   integer not null,
    set_ms      integer not null,
    set_by      text    not null
) strict;

alter table household add column lat real;       -- WGS-84, as the household's own row says
alter table household add column lon real;
create index household_place on household (county_id, area_code, lat, lon, town_code, ended_on)
    where lat is not null and ended_on is null;
