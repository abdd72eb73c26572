/** Whose work has not arrived 队员同步情况. */
export const teamZh = {
  title: '队员同步情况', lead: '谁的手机里还有没送到县里的工作。只列已知的情况和时间，按姓名排列，不作评比。', search: '村或乡镇', searchLabel: '按村或乡镇查找',
  village: '村', name: '姓名', report: '手机报告的未送', contact: '上次联系', missing: '县级还缺照片', toReview: '待审核走访',
  captain: '队长', never: '从未联系过', unreported: '没有报告过', noPhone: '没有在用的手机', none: '没有未送', visits: '{n} 次走访', changes: '{n} 条其他记录', photos: '{n} 张照片', join: '、', since: '{ago}报告',
  empty: '没有找到工作队', emptyText: '换个村名或乡镇试试。', noTeams: '还没有工作队', noTeamsText: '在“工作队”里建好队伍后，每个人的同步情况会出现在这里。',
}
