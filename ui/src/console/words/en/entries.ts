import type { entryCodeZh } from '../entries'

export const entryActionEn = {
  entry_saved: 'Wrote into a ledger', entry_corrected: 'Corrected an entry', entry_moved: 'Moved an entry on', entry_voided: 'Took an entry out', notice_printed: 'Printed a public notice', income_followed: 'Brought income in line with its survey',
  member_came: 'Added a member', member_gone: 'Noted that a member is gone', member_moved: 'Moved a member to another household', household_changed: 'Changed a household', household_made: 'Made a household by a split', household_ended: 'Ended a household', household_decided: 'Decided about monitoring',
}

export const entryCodeEn: typeof entryCodeZh = {
  unknown_entry: 'No such entry', entry_twice: 'The same is entered already', ledger_off: 'The county has not turned this ledger on', not_editable: 'It can no longer be corrected', longer_needs_county: 'Longer than the town may grant', repeated: 'A field comes twice', already_gone: 'Whoever was chosen is gone from the household', nobody_left: 'Nobody would be left in the old household', head_leaves: 'The head stays with the old household', head_not_among: 'The new head is not among those who leave', household_ended: 'The household has ended', number_taken: 'Another household has this number', same_village: 'It is in this village already', same_household: 'It is the household itself', unknown_area: 'No such village',
}
