-- Problems of a village without a household.

create table problem_new (
    problem_id   text    not null primary key,
    household_id text,                          -- absent for a problem of the village itself; need not be on this phone
    area_code    text,                          -- the village; absent in rows from before there was one
    state        text    not null,              -- a name of domain::problem::ProblemState
    severity     text    not null,
    due          text,                          -- YYYY-MM-DD
    owner_id     text,                          -- who answers for it
    found_ms     integer not null,
    changed_ms   integer not null,              -- its last step, by the county's clock
    version      integer not null,
    in_scope     integer not null default 1,    -- 0: has left, and only an unsent move or a form keeps it
    body         text    not null               -- exactly the county's JSON
) strict;
insert into problem_new (problem_id, household_id, state, severity, due, owner_id, found_ms,
    changed_ms, version, in_scope, body)
select problem_id, household_id, state, severity, due, owner_id, found_ms, changed_ms, version,
    in_scope, body
from problem;
drop table problem;
alter table problem_new rename to problem;

create index problem_by_household on problem (household_id);
create index problem_by_area on problem (area_code);
create index problem_by_state on problem (state, changed_ms);
