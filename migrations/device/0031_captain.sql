-- What this phone told the county of itself, and what the county told a captain of his teams.

create table told (
    -- What was said last of what only this phone has: it is said again when it changes.
    told    integer not null primary key check (told = 1),
    visits  integer not null,
    changes integer not null,
    photos  integer not null
) strict;

create table team_news (
    team_news integer not null primary key check (team_news = 1),
    body      text    not null                 -- JSON of TeamReply
) strict;
