-- What a phone says it still has: a captain sees whose work has not arrived, and since when.

create table outstanding (
    -- As the phone counted it last; it says so again only when that changes.
    county_id   text    not null,
    device_id   text    not null,
    visits      integer not null,                -- sealed, without a receipt
    changes     integer not null,                -- others
    photos      integer not null,
    reported_ms integer not null,
    primary key (county_id, device_id)
) strict, without rowid;

-- A few of a person's visits among all there ever were.
create index visit_to_review on visit (county_id, visitor_id)
    where state in ('submitted', 'returned_to_captain');
create index visit_photos_due on visit (county_id, visitor_id) where photos_verified < photos;
