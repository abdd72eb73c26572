-- Whether a visit is what its household's cadence asks for: made by somebody who helped it on the
-- day, or on a day when nobody did (DOMAIN S3 不允许代访, §5.1). Earlier visits count as they did.
alter table visit add column by_helper integer not null default 1;
