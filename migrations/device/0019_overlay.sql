-- Versions of the checklist: visits are begun under the one in force, and shown with their own.

create table template (
    version      text    not null primary key,
    base         text    not null,              -- what it was made from; itself for a base
    starts       text    not null,              -- YYYY-MM-DD, first day visits are begun under it
    published_ms integer not null,
    source       text    not null check (source in ('county', 'built_in', 'kept')),
    document     text    not null               -- what the rules are read from
) strict, without rowid;
