-- Somebody who is leaving, who guides whom (一对一帮带), and the units that help villages (帮扶单位,
-- DOMAIN §1 S0, S1 and S4).

alter table person add column leaves_on text;          -- the last day of somebody who is to leave
alter table person add column leaves_reason text;
alter table person add column leaves_by text;          -- who said so
create index person_leaving on person (county_id, leaves_on)
    where leaves_on is not null and ended_on is null;

create table helping_unit (
    -- A unit that sends people and helps villages; people name it in their `unit`.
    county_id       text    not null references county (county_id),
    helping_unit_id text    not null,
    name            text    not null,
    level           text    not null,            -- a code of unit_level
    kind            text    not null,            -- a code of unit_type
    class           text,                        -- a code of enterprise_class_quota, of enterprises
    head_name       text    not null,            -- 一把手负总责
    head_phone      text    not null,
    ended_on        text,                        -- its last day
    end_reason      text,
    primary key (county_id, helping_unit_id)
) strict;
create unique index helping_unit_name on helping_unit (county_id, name) where ended_on is null;

create table helping_unit_village (
    -- Which villages it helps, and when: of a village there may be several, of a unit many.
    county_id       text    not null references county (county_id),
    helping_unit_id text    not null,
    village_code    text    not null,
    starts          text    not null,
    ends            text,                        -- the last day
    primary key (county_id, helping_unit_id, village_code, starts)
) strict;
create index helping_unit_village_code on helping_unit_village (county_id, village_code);
create index person_unit on person (county_id, unit);

alter table person add column mentor_id text;          -- who guides a newcomer (一对一帮带)
alter table person add column mentor_from text;
alter table person add column mentor_to text;          -- the last day, where one is set
create index person_post_start on person (county_id, post_start) where ended_on is null;
