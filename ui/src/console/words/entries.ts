/** What the other ledgers say outside their own screens: in the audit log and among what was set aside. */
/** Codes with which the county refused what was set aside. */
export const entryCodeZh = {
  unknown_entry: '没有这条台账', entry_twice: '同样的已经登记过', ledger_off: '县里没有开启这本台账', not_editable: '已经不能更正', longer_needs_county: '天数超过镇里能批的', repeated: '同一项出现两次', already_gone: '所选的人已不在这户', nobody_left: '原户没有人了', head_leaves: '户主不能分出去', head_not_among: '新户主不在分出的人里', household_ended: '这户已经减少', number_taken: '户编号已被占用', same_village: '就在这个村', same_household: '就是这户自己', unknown_area: '没有这个村',
}
