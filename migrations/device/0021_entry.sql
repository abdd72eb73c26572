-- The ledgers beside visits and problems as the county has them, and what is being typed for them.

create table entry (
    entry_id     text    not null primary key,
    ledger       text    not null,              -- a code of data/ledgers.json
    household_id text,                          -- of a household's ledger; need not be on this phone
    state        text    not null,              -- a state of its ledger, or voided
    settled      integer not null,              -- nothing is left to do about it
    day          text,                          -- YYYY-MM-DD: when it was, or is to be
    due          text,                          -- YYYY-MM-DD
    author_id    text    not null,
    made_ms      integer not null,
    version      integer not null,
    in_scope     integer not null default 1,    -- 0: has left, and only unsent work keeps it
    body         text    not null               -- exactly the county's JSON
) strict;

create index entry_by_household on entry (household_id, ledger, day);
create index entry_by_ledger on entry (ledger, settled, day);

create table entry_draft (
    -- What was typed into a form and not saved. Kept as it is typed.
    ledger   text    not null,
    subject  text    not null,                  -- the entry; the household, or nothing, for a new one
    step     text    not null,                  -- 'new', 'correct' or a move
    body     text    not null,                  -- JSON of the form
    saved_ms integer not null,
    primary key (ledger, subject, step)
) strict, without rowid;
