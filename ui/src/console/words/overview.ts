/** The overview 概览. */
export const overviewZh = {
  roomLow: '服务器存储空间不多了，请尽快扩容或清理。', roomNoPhotos: '服务器存储快满：暂停接收照片，文字记录仍照常接收。请立即扩容或清理。', roomFree: '剩余 {size}',
  title: '概览', H1: '{year} 年上半年', H2: '{year} 年下半年', today: '今日', coverage: '半年走访覆盖率',
  submitted: '已提交', approved: '已审核', households: '应访 {n} 户', notVisited: '未访', overdue: '逾期未访', overdueHint: '按所属类别的走访周期，从上一个周期开始到现在都没有访到',
  formula: '覆盖率 = 本半年至少有一次帮扶人有效入户走访的应访户 ÷ 应访户。以走访结束时间计，只计实地入户；同一户多次走访只计一户。',
  submittedHint: '已提交：走访记录已到达县级服务器', approvedHint: '已审核：队长通过、已组批或县级已采信',
  campaigns: '进行中的专项行动', noCampaigns: '现在没有专项行动', campaignsAll: '全部行动', untilDay: '{day} 截止', required: '要求 {n}%',
  waitingCounty: '待县级审核', waitingCountyText: '批次中等待采信或退回的走访', startReview: '开始审核', nothingWaiting: '全部处理完了', batchesWaiting: '{n} 个批次未办完', oldest: '最早一批：{ago}',
  waitingCaptain: '待队长处理', returned: '已退回', accepted: '县级已采信', photos: '照片未到齐的走访', photosCount: '缺 {n} 张照片', aside: '搁置的变更', contested: '信息不一致',
  pipeline: '审核进度', todayVisits: '走访', todayPhotos: '照片', todayBatches: '批次', todayAccepted: '采信',
  problems: '未办结的问题', problemsAll: '{n} 个', byState: '办到哪一步', byAge: '发现了多久', noProblems: '没有未办结的问题',
  ages: { week: '7 天以内', fortnight: '8–15 天', month: '16–30 天', older: '30 天以上' },
  sync: '手机与同步', phonesDay: '24 小时内联系过', phonesWeek: '7 天内联系过', phonesSilent: '7 天以上没有联系',
  towns: '各乡镇', town: '乡镇、村', due: '应访户', openTown: '展开{name}的村', closeTown: '收起{name}的村', villagesFailed: '{name}的村没有加载出来。', townsHint: '按区划代码排列。每个数字都能点开名单。',
  problemCount: '未办结问题', problemOverdue: '逾期问题', seeList: '{place}：{what} {n}', days: '近 14 天', daysVisits: '走访', daysAccepted: '县级采信', chartLabel: '近 14 天走访 {visits} 次，县级采信 {accepted} 次', seeDay: '看 {day} 收到的走访',
  formulaLabel: '覆盖率怎么算', unrefreshed: '没有刷新成功，显示的还是 {time} 的数据。', empty: '还没有农户。管理员导入名册后，这里会显示进度。', date: '日期',
  narrowed: { village: '只看{name}', came: '{day} 收到的', accepted: '{day} 采信的', missing: '照片未到齐的', age: '发现{age}的' }, clear: '取消这个条件', oneVillage: '一个村',
}
