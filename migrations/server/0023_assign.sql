-- Who answers for which household (帮扶责任, DOMAIN §1 S0 and S1), changed at a screen, too; and for
-- how long people are posted.

alter table person add column rank text;               -- a code of cadre_rank_quota
alter table person add column post_start text;         -- YYYY-MM-DD
alter table person add column post_end text;           -- the last day, where one is set

alter table assignment add column said text;           -- the roster's last line on it, where a screen changed it since
alter table assignment add column end_reason text;     -- why it ended, in words

-- Of two who answered for one household at once, the one who began last goes on answering.
update assignment set kind = 'co'
where kind = 'primary' and (ends is null or (ends >= cast(current_date as text) and ends >= starts))
    and exists (select 1 from assignment o
        where o.county_id = assignment.county_id and o.household_id = assignment.household_id
            and o.kind = 'primary' and (o.ends is null or (o.ends >= cast(current_date as text)
                and o.ends >= o.starts))
            and (o.starts > assignment.starts
                or (o.starts = assignment.starts and o.assignment_id > assignment.assignment_id))
            and (assignment.ends is null or o.starts <= assignment.ends));
update record set body = replace(body, '"kind":"primary"', '"kind":"co"')
where kind = 'assignment' and exists (select 1 from assignment a
    where a.county_id = record.county_id and a.assignment_id = record.record_id and a.kind = 'co');

create unique index assignment_primary on assignment (county_id, household_id)
    where active = 1 and kind = 'primary';
