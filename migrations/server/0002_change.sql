create table device (
    county_id   text    not null references county (county_id),
    device_id   text    not null,
    person_id   text    not null,
    public_key  blob    not null,
    name        text    not null,
    app_version text    not null,
    enrolled_ms integer not null,
    revoked_ms  integer,                         -- may still hand in what it holds, for a person to decide
    contact_ms  integer not null,
    primary key (county_id, device_id)
) strict;
create index device_person on device (county_id, person_id);

create table enrolment (
    -- One-time codes. Only their hash is kept.
    county_id  text    not null references county (county_id),
    code_hash  text    not null,
    person_id  text    not null,
    made_ms    integer not null,
    expires_ms integer not null,
    used_ms    integer,
    primary key (county_id, code_hash)
) strict;

create table device_token (
    county_id  text    not null references county (county_id),
    token_hash text    not null,
    device_id  text    not null,
    expires_ms integer not null,
    primary key (county_id, token_hash)
) strict;
create index device_token_expires on device_token (county_id, expires_ms);

create table device_proof (
    -- Proofs already used: each is accepted once.
    county_id text    not null references county (county_id),
    device_id text    not null,
    nonce     text    not null,
    at_ms     integer not null,
    primary key (county_id, device_id, nonce)
) strict;

create table change (
    -- Everything a phone handed in, with its bytes: the idempotency key and its effect are one.
    county_id       text    not null references county (county_id),
    change_id       text    not null,
    device_id       text    not null,
    person_id       text    not null,
    device_sequence integer not null,
    record_kind     text    not null,
    record_id       text    not null,
    kind            text    not null,
    edit            blob    not null,            -- exactly the bytes the receipt's digest covers
    made_at         text    not null,
    digest          text    not null,
    disposition     text    not null,            -- applied, held, quarantined
    code            text    not null,            -- why it is held or in quarantine
    missing         text,                        -- the change a held one waits for
    outcome         text    not null,            -- the answer, to be given again to a retry
    received_ms     integer not null,
    sequence        integer not null,
    primary key (county_id, change_id)
) strict;
create index change_missing on change (county_id, missing);
create index change_aside on change (county_id, disposition, received_ms);

create table visit (
    county_id      text    not null references county (county_id),
    visit_id       text    not null,
    household_id   text    not null,
    visitor_id     text    not null,
    by_captain     integer not null,             -- then the town's captain reviews it
    area_code      text    not null,
    town_code      text    not null,
    revision       integer not null,
    state          text    not null,             -- a name of domain::review
    voided_from    text,                         -- where it goes when restored
    approved_by    text,
    counts         integer not null,             -- at the dwelling: counts toward coverage
    period         text    not null,             -- half-year of the visit itself, not of its arrival
    ended_ms       integer not null,
    received_ms    integer not null,
    received_date  text    not null,             -- Asia/Shanghai
    accepted_date  text,
    problems       integer not null,
    photos         integer not null,
    photos_verified integer not null,
    flags          text    not null,             -- space-separated
    batch_id       text,
    sequence       integer not null,
    primary key (county_id, visit_id)
) strict;
create index visit_state on visit (county_id, state, sequence);
create index visit_sequence on visit (county_id, sequence);
create index visit_household on visit (county_id, household_id, ended_ms);
create index visit_coverage on visit (county_id, period, counts, town_code, household_id, state);
create index visit_day on visit (county_id, received_date);
create index visit_accepted on visit (county_id, accepted_date);
create index visit_batch on visit (county_id, batch_id);

create table visit_revision (
    -- Sealed bytes, never changed.
    county_id   text    not null references county (county_id),
    visit_id    text    not null,
    revision    integer not null,
    change_id   text    not null,
    edit        blob    not null,
    digest      text    not null,
    received_ms integer not null,
    sequence    integer not null,
    primary key (county_id, visit_id, revision)
) strict;

create table visit_problem (
    county_id text    not null references county (county_id),
    visit_id  text    not null,
    position  integer not null,
    problem_key text  not null,
    origin    text    not null,                  -- the item or derived rule
    member_id text,
    category  text    not null,
    severity  text    not null,
    title     text    not null,
    dismissed text,
    differs   integer not null,                  -- phone and server found differently
    primary key (county_id, visit_id, position)
) strict;
create index visit_problem_severity on visit_problem (county_id, severity);

create table visit_photo (
    -- Which visit declares which bytes, whichever comes first.
    county_id text not null references county (county_id),
    visit_id  text not null,
    photo_id  text not null,
    sha256    text not null,
    primary key (county_id, visit_id, photo_id)
) strict;
create index visit_photo_sha256 on visit_photo (county_id, sha256);

create table photo (
    -- Bytes the county holds and has hashed again.
    county_id     text    not null references county (county_id),
    sha256        text    not null,
    bytes         integer not null,
    verified_ms   integer not null,
    verified_date text    not null,
    device_id     text    not null,
    receipt       text    not null,
    primary key (county_id, sha256)
) strict;
create index photo_day on photo (county_id, verified_date);

create table upload (
    -- Photos on their way; how far is the length of the file.
    county_id text    not null references county (county_id),
    sha256    text    not null,
    bytes     integer not null,
    device_id text    not null,
    made_ms   integer not null,
    primary key (county_id, sha256)
) strict;

create table review (
    -- Append only.
    county_id   text    not null references county (county_id),
    review_id   text    not null,
    visit_id    text    not null,
    revision    integer not null,
    reviewer_id text    not null,
    by_side     text    not null,                -- captain, county
    decision    text    not null,                -- approve, return, accept, revoke, void, restore
    body        text    not null,                -- protocol::edit::ReviewV1
    received_ms integer not null,
    sequence    integer not null,
    primary key (county_id, review_id)
) strict;
create index review_visit on review (county_id, visit_id, sequence);

create table batch (
    county_id       text    not null references county (county_id),
    batch_id        text    not null,
    sender_id       text    not null,
    area_code       text    not null,
    town_code       text    not null,
    manifest_sha256 text    not null,
    state           text    not null,            -- a code of batch_state
    visits          integer not null,
    accepted        integer not null,
    returned        integer not null,
    sent_ms         integer not null,
    received_ms     integer not null,
    received_date   text    not null,
    sequence        integer not null,
    primary key (county_id, batch_id)
) strict;
create index batch_sequence on batch (county_id, sequence);
create index batch_day on batch (county_id, received_date);

create table batch_visit (
    county_id text    not null references county (county_id),
    batch_id  text    not null,
    visit_id  text    not null,
    revision  integer not null,
    outcome   text    not null,                  -- waiting, accepted, returned
    primary key (county_id, batch_id, visit_id)
) strict;
