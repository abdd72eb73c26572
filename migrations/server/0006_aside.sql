-- Ways out for what was set aside, and phones that are taken out of use.

alter table change add column voided_from text;      -- where a restored change goes back to

create table aside_decision (
    -- Append only: what people decided about changes that were set aside, and why.
    county_id   text    not null references county (county_id),
    decision_id text    not null,                -- made by the screen: asked twice, it is decided once
    change_id   text    not null,
    action      text    not null,                -- release, assign, void, restore
    reason      text    not null,
    assigned_id text,                            -- who answers for it from now on
    result      text    not null,                -- empty when it took effect; else why it did not
    decided_by  text    not null,
    decided_ms  integer not null,
    sequence    integer not null,
    primary key (county_id, decision_id, change_id)
) strict;
create index aside_decision_change on aside_decision (county_id, change_id, sequence);

create index change_record on change (county_id, record_kind, record_id, device_id, device_sequence);

alter table visit add column answerable_id text;     -- answers for it in place of its visitor

alter table device add column revoked_reason text;
alter table device add column revoked_by text;
