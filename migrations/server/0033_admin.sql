-- What an administrator changes at a screen: people, teams, switches, and who changed what when.

alter table person add column ended_on text;           -- the day he left; absent while he is with the county
alter table person add column end_reason text;
alter table person add column password_until_ms integer; -- a one-time password's end; absent for his own
alter table person add column said text;               -- the digest of the roster's last line on him
alter table person add column edited integer not null default 0; -- a screen changed him since
alter table team add column said text;
alter table team add column edited integer not null default 0;

create table edit_step (
    -- What was changed of a person, a team, or a household's facts: one row a field.
    county_id text    not null,
    kind      text    not null,                  -- person, team, household, member
    record_id text    not null,
    sequence  integer not null,
    field     text    not null,
    was       text    not null,                  -- JSON
    became    text    not null,                  -- JSON
    by_id     text,                              -- absent: the roster
    at_ms     integer not null,
    primary key (county_id, kind, record_id, sequence)
) strict, without rowid;

create table compliance_step (
    -- Each turn of a switch, with the basis it was given at the time.
    county_id text    not null,
    name      text    not null,
    sequence  integer not null,
    is_on     integer not null,
    document  text    not null,                  -- the rule that allows it; '' when turned off
    number    text    not null,
    issued_on text    not null,
    reason    text    not null,                  -- why it was turned off; '' when turned on
    by_id     text    not null,
    at_ms     integer not null,
    primary key (county_id, name, sequence)
) strict, without rowid;

-- The audit log is searched by who, what and whom, newest first.
create index audit_actor on audit (county_id, actor_id, position);
create index audit_action on audit (county_id, action, position);
create index audit_subject on audit (county_id, subject, position);

-- Complaints and suggestions are between their author and the county: in no village, and no
-- captain's to see.
update entry set scope = 'own', area_code = '', town_code = '' where ledger = 'suggestion';

-- A county that let phones pick photos before there was a switch for it goes on doing so; the page
-- says that no basis is on record.
insert into compliance_switch (county_id, name, is_on, legal_basis, changed_by, changed_ms)
select v.county_id, 'gallery_import', 1, v.basis, v.set_by, v.set_ms from param_value v
where v.name = 'gallery_allowed' and v.json = '1' and v.starts <= cast(current_date as text)
    and not exists (select 1 from param_value o
        where o.county_id = v.county_id and o.name = v.name
            and o.starts <= cast(current_date as text)
            and (o.starts > v.starts or (o.starts = v.starts and o.sequence > v.sequence)));
