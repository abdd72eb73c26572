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
