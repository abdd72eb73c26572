-- What households can be told apart by beside their names: welfare, risks, monitoring, and what
-- their members are. Read into memory with the names; a list must not open every body for it.

-- `|welfare.dibao|risk.illness|`, empty when there is nothing.
alter table household add column tags text not null default '';
alter table member add column tags text not null default '';
-- `YYYY-MM-DD`; whether somebody is a child is a question of the day it is asked on.
alter table member add column birth text not null default '';

update household set tags = coalesce((
    select '|' || group_concat(tag, '|') || '|' from (
        select 'base.' || (body ->> '$.base_type') as tag from household_body
            where household_body.household_row = household.household_row
        union all
        select 'monitor.' || (body ->> '$.monitor_category') from household_body
            where household_body.household_row = household.household_row
        union all
        select 'risk.' || one.value from household_body, json_each(body, '$.risk_types') as one
            where household_body.household_row = household.household_row
        union all
        select 'welfare.' || one.value from household_body, json_each(body, '$.welfare_tags') as one
            where household_body.household_row = household.household_row and one.value <> 'none'
        union all
        select 'home.relocated' from household_body
            where household_body.household_row = household.household_row
                and body ->> '$.relocated' = 1
        union all
        select 'home.no_labor' from household_body
            where household_body.household_row = household.household_row
                and body ->> '$.no_labor' = 1
    ) where tag is not null
), '');

update member set
    birth = coalesce((select body ->> '$.birth' from member_body
        where member_body.member_row = member.member_row), ''),
    tags = coalesce((
        select '|' || group_concat(tag, '|') || '|' from (
            select 'health.' || one.value as tag
                from member_body, json_each(body, '$.health') as one
                where member_body.member_row = member.member_row and one.value <> 'healthy'
            union all
            select 'member.away' from member_body
                where member_body.member_row = member.member_row
                    and coalesce(body ->> '$.work_months', 0) > 0
        ) where tag is not null
    ), '');

-- Names in memory hold the tags too.
update sync_state set names_changed = names_changed + 1;
