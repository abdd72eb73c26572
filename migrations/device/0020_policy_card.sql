create table policy_card (
    -- What the county filled into the policy card: one row of the county's, as it came.
    policy_card_id text not null primary key,
    body           text not null
) strict, without rowid;
