-- What waits, what was proved, and how far the pull has come.

create table outbox (
    -- Edits the county has not confirmed. Kept until a valid receipt, or a person, says otherwise.
    position        integer primary key autoincrement,  -- send order; device clocks lie
    change_id       text    not null unique,            -- the idempotency key
    device_sequence integer not null unique,
    record_kind     text    not null,
    record_id       text    not null,
    edit            text    not null,                   -- exactly the JSON that is sent: receipts sign its digest
    made_at         text    not null,                   -- JSON of ClockV1
    after_change_id text,                               -- the change of the same record before this one
    -- queued: to be sent. held, quarantined: the county has it aside, receipt here. parked:
    -- refused, waits for a person. withdrawn: replaced before it counted; kept, never sent.
    delivery        text    not null default 'queued'
        check (delivery in ('queued', 'held', 'quarantined', 'parked', 'withdrawn')),
    parked_code     text,                               -- why, for parked and quarantined
    parked_field    text,
    receipt         text,                               -- of a held or quarantined change
    attempts        integer not null default 0,         -- 0: it has certainly never left
    last_attempt_ms integer
) strict;

create index outbox_by_record on outbox (record_kind, record_id, position);

create table receipt (
    -- Changes the county proved to hold. The bytes stay: a county restored from an old backup can be given them again.
    change_id       text    not null primary key,
    position        integer not null,
    device_sequence integer not null unique,
    record_kind     text    not null,
    record_id       text    not null,
    edit            text    not null,
    made_at         text    not null,
    after_change_id text,
    body            text    not null,                   -- JSON of ReceiptV1, checked
    contested       text    not null default '[]',      -- fields somebody else changed differently
    received_ms     integer not null                    -- by the server's clock
) strict, without rowid;

create index receipt_by_record on receipt (record_kind, record_id, position);

create table journal (
    -- What was sent, received, refused and why. Ids and counts, never names.
    position integer primary key autoincrement,
    at_ms    integer not null,
    event    text    not null,
    subject  text,
    count    integer,
    code     text
) strict;

create table sync_state (
    sync_state       integer not null primary key check (sync_state = 1),
    cursor           integer not null default 0,        -- saved with its page or not at all
    server_offset_ms integer,                           -- server time minus wall clock at the last contact
    last_attempt_ms  integer,
    last_success_ms  integer,
    last_error       text                               -- a code; absent after a success
) strict;

insert into sync_state (sync_state) values (1);
