-- 配合单位: the units that help the responsible one with a problem.

-- Names in a JSON list, in the order they were given in.
alter table problem add column cooperating text not null default '[]';
