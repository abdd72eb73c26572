-- Facts of which the county knows two values, until a person decides. Counted from `body`.

alter table household add column contested integer not null default 0;
alter table member add column contested integer not null default 0;

create index household_contested on household (household_id) where contested > 0;
create index member_contested on member (household_id) where contested > 0;
