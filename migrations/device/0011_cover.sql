-- Faces covered by hand, and photos that had been taken before.

alter table photo add column blurred text;              -- JSON of the areas covered in the sent copy; absent: none

create table replaced_copy (
    -- Sent copies another took the place of. One that was declared stays as long as the originals
    -- of its visit; any other goes at once, and is listed only until its file is gone.
    sent_path text    not null primary key,
    visit_id  text    not null,
    declared  integer not null
) strict, without rowid;

create table photo_match (
    -- What was found when the photo was taken: the same picture under another id.
    photo_id text    not null references photo (photo_id) on delete cascade,
    other_id text    not null references photo (photo_id) on delete cascade,
    kind     text    not null check (kind in ('exact', 'alike', 'look')),
    distance integer not null,                          -- bits of 128 that differ
    turned   integer not null,                          -- 1: only when turned or mirrored
    primary key (photo_id, other_id)
) strict, without rowid;

create index photo_match_other on photo_match (other_id);

-- What new photos are compared with, beside the thumbnails instead of among them.
create index photo_print on photo (original_sha256, visit_id, phash, dhash, photo_id);
