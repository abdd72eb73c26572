create table policy_text (
    -- What the county filled into the policy card; texts of one policy hold one after the other.
    county_id text    not null,
    policy    text    not null,                  -- a code of the checklist's policy card
    from_day  text    not null,                  -- YYYY-MM-DD, the first day it holds
    until_day text,                              -- the last; absent while it holds on
    body      text    not null,
    set_ms    integer not null,
    set_by    text    not null,                  -- person_id
    primary key (county_id, policy, from_day)
) strict, without rowid;
