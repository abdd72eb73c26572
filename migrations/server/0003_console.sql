create table console_session (
    county_id  text    not null references county (county_id),
    token_hash text    not null,
    person_id  text    not null,
    expires_ms integer not null,
    primary key (county_id, token_hash)
) strict;

create table attempt (
    -- Failures to prove who one is, by what was tried (hashed): sign-ins and enrolment codes.
    county_id text    not null references county (county_id),
    subject   text    not null,
    failures  integer not null,
    until_ms  integer not null,                  -- the count starts again after this
    primary key (county_id, subject)
) strict;

create table audit (
    -- Append only. What was done, never what was seen.
    county_id text    not null references county (county_id),
    position  integer not null,
    at_ms     integer not null,
    actor_id  text,
    action    text    not null,
    subject   text    not null,
    primary key (county_id, position)
) strict;
