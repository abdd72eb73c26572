-- Counts the changes of what households are searched by: names kept in memory are read again when
-- it has moved.
alter table sync_state add column names_changed integer not null default 0;
