-- Work that outlasts a request: imports, exports. Kept for a day, then gone with its file.

create table job (
    county_id  text    not null,
    job_id     text    not null,
    person_id  text    not null,                 -- whose; nobody else sees it
    kind       text    not null,                 -- a name of job::Kind
    state      text    not null,                 -- running, done, failed, stopped
    done       integer not null,                 -- of `total`, in whatever the work counts
    total      integer not null,                 -- 0 while it is not known
    begun_ms   integer not null,
    heard_ms   integer not null,                 -- a running job not heard of for long died with its server
    ended_ms   integer,
    stop_asked integer not null,
    code       text,                             -- why it failed
    result     text,                             -- JSON, of the kind's own shape
    file_name  text,                             -- never a person's name in it
    media      text,
    file_bytes integer,
    primary key (county_id, job_id)
) strict, without rowid;
create index job_running on job (county_id, kind) where state = 'running';

create table job_part (
    -- The file a job leaves, or works on, in pieces: any server of the county can hand it out.
    county_id text    not null,
    job_id    text    not null,
    slot      text    not null,                  -- given: what came in; made: what goes out
    position  integer not null,
    bytes     blob    not null,
    primary key (county_id, job_id, slot, position)
) strict;
