-- The problem ledger as the county has it, and what is being typed about a problem.

create table problem (
    problem_id   text    not null primary key,
    household_id text    not null,              -- need not be on this phone: who must act may help other households
    state        text    not null,              -- a name of domain::problem::ProblemState
    severity     text    not null,
    due          text,                          -- YYYY-MM-DD
    owner_id     text,                          -- who answers for it
    found_ms     integer not null,
    changed_ms   integer not null,              -- its last step, by the county's clock
    version      integer not null,
    in_scope     integer not null default 1,    -- 0: has left, and only an unsent move keeps it
    body         text    not null               -- exactly the county's JSON
) strict;

create index problem_by_household on problem (household_id);
create index problem_by_state on problem (state, changed_ms);

create table problem_draft (
    -- What was typed into a form and not sent. Saved as it is typed.
    subject  text    not null,                  -- the problem; the household for one not yet raised
    step     text    not null,                  -- the move; 'raise' for one not yet raised
    body     text    not null,                  -- JSON of the form
    saved_ms integer not null,
    primary key (subject, step)
) strict, without rowid;
