/** What the other ledgers say outside their own screens: in the audit log and among what was set aside. */
export const entryActionEn = {
  entry_saved: 'Wrote into a ledger', entry_corrected: 'Corrected an entry', entry_moved: 'Moved an entry on', entry_voided: 'Took an entry out', notice_printed: 'Printed a public notice', income_followed: 'Brought income in line with its survey',
  member_came: 'Added a member', member_gone: 'Noted that a member is gone', member_moved: 'Moved a member to another household', household_changed: 'Changed a household', household_made: 'Made a household by a split', household_ended: 'Ended a household', household_decided: 'Decided about monitoring',
}

/** Codes with which the county refused what was set aside. */
export const entryCodeZh = {
  unknown_entry: '没有这条台账', entry_twice: '同样的已经登记过', ledger_off: '县里没有开启这本台账', not_editable: '已经不能更正', longer_needs_county: '天数超过镇里能批的', repeated: '同一项出现两次', already_gone: '所选的人已不在这户', nobody_left: '原户没有人了', head_leaves: '户主不能分出去', head_not_among: '新户主不在分出的人里', household_ended: '这户已经减少', number_taken: '户编号已被占用', same_village: '就在这个村', same_household: '就是这户自己', unknown_area: '没有这个村',
}
export const entryCodeEn: typeof entryCodeZh = {
  unknown_entry: 'No such entry', entry_twice: 'The same is entered already', ledger_off: 'The county has not turned this ledger on', not_editable: 'It can no longer be corrected', longer_needs_county: 'Longer than the town may grant', repeated: 'A field comes twice', already_gone: 'Whoever was chosen is gone from the household', nobody_left: 'Nobody would be left in the old household', head_leaves: 'The head stays with the old household', head_not_among: 'The new head is not among those who leave', household_ended: 'The household has ended', number_taken: 'Another household has this number', same_village: 'It is in this village already', same_household: 'It is the household itself', unknown_area: 'No such village',
}
