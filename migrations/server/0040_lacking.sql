-- Visits that lack photos, and how many, are counted here alone. What all of them have in common is
-- in it too: SQLite finds it by that.
drop index visit_lacking;
create index visit_lacking on visit (county_id, sequence, photos, photos_verified, state, town_code,
    area_code, visitor_id, received_ms) where photos_verified < photos;
