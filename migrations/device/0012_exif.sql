-- What an imported file's own metadata says, shown and never trusted (DOMAIN §4).

alter table photo add column exif text;                 -- JSON; absent: taken in the app, or none
