create table bundle_key (
    -- age X25519 identities that bundles are sealed to; the newest is given out. Replaced ones
    -- stay: a bundle may lie on a stick for a year.
    county_id text    not null references county (county_id),
    key_id    text    not null,
    identity  text    not null,
    position  integer not null,                  -- 1, 2 …; the last one counts
    made_ms   integer not null,
    primary key (county_id, key_id)
) strict;

create table bundle (
    -- Bundles of which at least one part was taken in.
    county_id  text    not null references county (county_id),
    bundle_id  text    not null,
    device_id  text    not null,                 -- whose work it is
    person_id  text    not null,
    made_ms    integer not null,                 -- by that phone's clock
    first_ms   integer not null,
    last_ms    integer not null,
    via_device text,                             -- the phone that carried it, or
    via_person text,                             -- who brought it to the console
    last_part  integer,                          -- how many parts it has, once that is known
    primary key (county_id, bundle_id)
) strict;
create index bundle_last on bundle (county_id, last_ms);

create table bundle_part (
    -- Parts of which the county holds everything, with what was new in them the first time.
    county_id     text    not null references county (county_id),
    bundle_id     text    not null,
    number        integer not null,
    sha256        text    not null,
    received_ms   integer not null,
    changes_new   integer not null,
    changes_known integer not null,
    changes_aside integer not null,
    photos_new    integer not null,
    photos_known  integer not null,
    primary key (county_id, bundle_id, number, sha256)
) strict;
