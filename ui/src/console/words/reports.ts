/** Reports: on screen, and as files. */
export const reportZh = {
  title: '报表', lead: '按统一口径生成。屏幕上看到的与导出的是同样的行。', choose: '选择报表', report: '报表', off: '未开启',
  groups: { ledgers: '台账', progress: '进度', briefs: '简报汇报', assessment: '考核抽查' },
  period: '统计时段', custom: '自选日期…', from: '开始日期', to: '结束日期', until: '至',
  thisWeek: '本周（{m1}月{d1}日至{m2}月{d2}日）', lastWeek: '上周（{m1}月{d1}日至{m2}月{d2}日）', week: '{m1}月{d1}日至{m2}月{d2}日', month: '{year} 年 {month} 月', firstHalf: '{year} 年 {month} 月上半月', secondHalf: '{year} 年 {month} 月下半月', quarter: '{year} 年第 {quarter} 季度', h1: '{year} 年上半年', h2: '{year} 年下半年', year: '{year} 年',
  group: '范围', of: { all: '全部', open: '未销号', overdue: '已逾期', closed: '已销号', approved: '已审核', waiting: '未审核' },
  campaign: '专项行动', noCampaign: '专项行动：不限（按时段）', sheet: '表', exportExcel: '导出 Excel', exportWord: '导出 Word', exportBehind: '导出未访名单',
  practice: '典型做法', practiceHint: '写进简报，每行一段。', plans: '下一步安排', plansHint: '下周或下月要做的事，每行一段。', typed: '文字部分', update: '写入表中',
  total: '共 {n} 行', empty: '这个时段没有内容', emptyText: '换一个时段或乡镇看看。导出的表也只有表头。', emptySpot: '还没有抽查', emptySpotText: '抽查名单生成后，会出现在这里。',
  exported: '导出', earlier: '最近的导出', hide: '收起',
  offTitle: '《{name}》还没有开启', offRanking: '排队会影响单位和人，开启前须由县级管理员登记法律依据。系统不做对个人的排名；少于五个单位时也不显示名次。', offAttendance: '考勤涉及个人行踪，开启前须由县级管理员登记法律依据。', offGo: '去登记依据并开启', offWhere: '开启的地方：左侧菜单“合规”。', offYou: '您是管理员，登记依据后即可开启。', offAsk: '请联系县级管理员。',
  failed: '没能开始导出。报表没有受影响，可以重试。', formula: '口径', formulas: {
    coverage: '覆盖率＝至少有一次有效入户走访的应访户÷应访户。以走访结束时间计，只计实地入户；同一户只计一次。', helpers: '达标户：到今天为止，按频次要求应走访的都已走访。某一周期内结对不满 30 天的，该周期不作要求。', attendance: '到岗率＝（打卡＋已核对的补卡＋培训＋公务外出）÷（应到－已批准的请假）。半天计 0.5。应到为有记录的天数（轮休除外），县里设定每月驻村天数的，以设定为准。', quarter: '按期销号率＝在最初时限前完成并销号的÷时段内到期的。综合为各项的平均，没有的项不计。名次并列的占位（1、2、2、4）；少于五个单位不排名次。', year: '只汇集已有记录，不代替考核。建议等次只依据缺勤：一次不评优秀，两次基本称职，三次不称职。', month: '括号内为本年累计。', monitored: '风险类型只有县帮扶办可见。',
  },
}
export const reportEn: typeof reportZh = {
  title: 'Reports', lead: 'One definition for everybody. What is exported are the rows seen here.', choose: 'Choose a report', report: 'Report', off: 'off',
  groups: { ledgers: 'Ledgers', progress: 'Progress', briefs: 'Briefs', assessment: 'Assessment' },
  period: 'Days', custom: 'Other days…', from: 'From', to: 'Until', until: 'to',
  thisWeek: 'This week ({m1}/{d1} to {m2}/{d2})', lastWeek: 'Last week ({m1}/{d1} to {m2}/{d2})', week: '{m1}/{d1} to {m2}/{d2}', month: 'Month {month} of {year}', firstHalf: 'Month {month} of {year}, first half', secondHalf: 'Month {month} of {year}, second half', quarter: 'Quarter {quarter} of {year}', h1: 'First half of {year}', h2: 'Second half of {year}', year: 'Year {year}',
  group: 'Which', of: { all: 'All', open: 'Not closed', overdue: 'Overdue', closed: 'Closed', approved: 'Approved', waiting: 'Not approved' },
  campaign: 'Campaign', noCampaign: 'Campaign: none (by days)', sheet: 'Sheet', exportExcel: 'Export to Excel', exportWord: 'Export to Word', exportBehind: 'Export those not visited',
  practice: 'What worked', practiceHint: 'Goes into the brief; each line is a paragraph.', plans: 'What comes next', plansHint: 'What is to be done next week or month; each line is a paragraph.', typed: 'In your words', update: 'Put into the table',
  total: '{n} rows', empty: 'Nothing in these days', emptyText: 'Try other days or another town. An export would hold the header only.', emptySpot: 'No spot checks yet', emptySpotText: 'Once a list is drawn, it appears here.',
  exported: 'Export', earlier: 'Recent exports', hide: 'Hide',
  offTitle: '“{name}” is not switched on', offRanking: 'A ranking has consequences for units and people: an administrator of the county records its legal basis first. Persons are never ranked, and groups under five get no places.', offAttendance: 'Attendance tells where people were: an administrator of the county records its legal basis first.', offGo: 'Record the basis and switch it on', offWhere: 'Where: “Compliance” in the menu.', offYou: 'You are an administrator: record the basis and switch it on.', offAsk: 'Please ask an administrator of the county.',
  failed: 'The export did not begin. The report is not affected; try again.', formula: 'How it is counted', formulas: {
    coverage: 'Coverage: households with at least one counting visit ÷ households to visit. By the end of the visit, at the dwelling only, each household once.', helpers: 'As often as asked: everything the cadence asked for up to today was done. Whoever began fewer than 30 days before a period’s end owes nothing in it.', attendance: 'Present: (check-ins + confirmed later ones + training + trips) ÷ (required − granted leave). Half a day is 0.5. Required are days with a record, rest left out, or what the county asks for each month.', quarter: 'Closed in time: done by the first deadline and closed ÷ due in the days. Overall is the mean of what there is. Equals share a place (1, 2, 2, 4); groups under five get none.', year: 'It gathers what was recorded and replaces no assessment. A grade is proposed from absence alone: once, not excellent; twice, basically competent; three times, not competent.', month: 'In brackets: this year so far.', monitored: 'Risks are shown to county staff only.',
  },
}
export const reportFailureZh = { compliance_off: '这个功能还没有开启：须由县级管理员登记法律依据。' }
export const reportFailureEn: typeof reportFailureZh = { compliance_off: 'This is not switched on: an administrator of the county records its legal basis first.' }
export const reportActionEn = { report_exported: 'Exported a report' }
