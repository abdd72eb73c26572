-- Which life of the county's database the cursor belongs to, and what is to be done in a new one.
alter table sync_state add column epoch text;                            -- absent until first heard
alter table sync_state add column recovering integer not null default 0; -- 1: the county was set back, and has not been asked what it lacks
alter table sync_state add column server_version text;
alter table sync_state add column min_app_version text;                  -- the county asks older apps to update
alter table sync_state add column met_unknown integer not null default 0; -- 1: an answer came that this app version cannot read

create table stale_row (
    -- Rows of the last epoch that have not come again. Let go once the pull has been through.
    kind text not null,
    id   text not null,
    primary key (kind, id)
) strict, without rowid;
