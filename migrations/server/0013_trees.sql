-- What every visit writes, in fewer and smaller trees. A reference to the county on each row cost a
-- look at the county's row for each, and could never fail: the server writes for one county. Rows
-- that are found by their key alone are kept in its tree and nowhere else. Nothing but the shape
-- changes.

-- Of the county's numbers, how many went to visits that came together. The rest moves whenever
-- anything else is written: what a visit was judged by is unchanged as long as it stands still.
alter table county add column visit_numbers integer not null default 0;

create table new_change (
    county_id       text    not null,
    change_id       text    not null,
    device_id       text    not null,
    person_id       text    not null,
    device_sequence integer not null,
    record_kind     text    not null,
    record_id       text    not null,
    kind            text    not null,
    edit            blob    not null,
    made_at         text    not null,
    digest          text    not null,
    disposition     text    not null,
    code            text    not null,
    missing         text,
    outcome         text    not null,
    received_ms     integer not null,
    sequence        integer not null,
    voided_from     text,
    contacts        text,
    primary key (county_id, change_id)
) strict;
insert into new_change select * from change;
drop table change;
alter table new_change rename to change;
create index change_aside
    on change (county_id, disposition, received_ms)
    where disposition <> 'applied';
create index change_record on change (county_id, record_id);
create index change_missing on change (county_id, missing) where missing is not null;

create table new_visit (
    county_id        text    not null,
    visit_id         text    not null,
    household_id     text    not null,
    visitor_id       text    not null,
    by_captain       integer not null,
    area_code        text    not null,
    town_code        text    not null,
    revision         integer not null,
    state            text    not null,
    voided_from      text,
    approved_by      text,
    counts           integer not null,
    period           text    not null,
    ended_ms         integer not null,
    received_ms      integer not null,
    received_date    text    not null,
    accepted_date    text,
    problems         integer not null,
    photos           integer not null,
    photos_verified  integer not null,
    flags            text    not null,
    batch_id         text,
    sequence         integer not null,
    trusted_ended_ms integer,
    answerable_id    text,
    trusted_error_ms integer,
    trusted_basis    text,
    wall_off_ms      integer,
    primary key (county_id, visit_id)
) strict;
insert into new_visit select * from visit;
drop table visit;
alter table new_visit rename to visit;
create index visit_state on visit (county_id, state, sequence);
create index visit_sequence on visit (county_id, sequence);
create index visit_household on visit (county_id, household_id, ended_ms);
create index visit_coverage on visit (county_id, period, counts, town_code, household_id, state);
create index visit_day on visit (county_id, received_date);
create index visit_accepted on visit (county_id, accepted_date) where accepted_date is not null;
create index visit_batch on visit (county_id, batch_id) where batch_id is not null;

create table new_visit_revision (
    county_id   text    not null,
    visit_id    text    not null,
    revision    integer not null,
    change_id   text    not null,
    received_ms integer not null,
    sequence    integer not null,
    primary key (county_id, visit_id, revision)
) strict, without rowid;
insert into new_visit_revision select * from visit_revision;
drop table visit_revision;
alter table new_visit_revision rename to visit_revision;

create table new_visit_problem (
    county_id   text    not null,
    visit_id    text    not null,
    position    integer not null,
    problem_key text    not null,
    origin      text    not null,
    member_id   text,
    category    text    not null,
    severity    text    not null,
    title       text    not null,
    dismissed   text,
    differs     integer not null,
    primary key (county_id, visit_id, position)
) strict, without rowid;
insert into new_visit_problem select * from visit_problem;
drop table visit_problem;
alter table new_visit_problem rename to visit_problem;
create index visit_problem_severity on visit_problem (county_id, severity);

create table new_visit_photo (
    county_id text    not null,
    visit_id  text    not null,
    photo_id  text    not null,
    sha256    text    not null,
    primary key (county_id, visit_id, photo_id)
) strict, without rowid;
insert into new_visit_photo select * from visit_photo;
drop table visit_photo;
alter table new_visit_photo rename to visit_photo;
create index visit_photo_sha256 on visit_photo (county_id, sha256);

create table new_record (
    county_id text    not null,
    kind      text    not null,
    record_id text    not null,
    body      text    not null,
    sealed    text,
    primary key (county_id, kind, record_id)
) strict;
insert into new_record select * from record;
drop table record;
alter table new_record rename to record;

create table new_feed (
    county_id text    not null,
    person_id text    not null,
    kind      text    not null,
    record_id text    not null,
    sequence  integer not null,
    removed   integer not null,
    primary key (county_id, record_id, kind, person_id)
) strict, without rowid;
insert into new_feed select * from feed;
drop table feed;
alter table new_feed rename to feed;
create index feed_sequence on feed (county_id, person_id, sequence, removed);

create table new_audit (
    county_id text    not null,
    position  integer not null,
    at_ms     integer not null,
    actor_id  text,
    action    text    not null,
    subject   text    not null,
    primary key (county_id, position)
) strict, without rowid;
insert into new_audit select * from audit;
drop table audit;
alter table new_audit rename to audit;
