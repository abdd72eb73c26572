-- The bytes of a revision and their digest are the change's that brought it: kept once.
alter table visit_revision drop column edit;
alter table visit_revision drop column digest;
