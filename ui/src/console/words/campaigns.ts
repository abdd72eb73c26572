/** Campaigns 专项行动. */
export const campaignsZh = {
  title: '专项行动', lead: '限期走遍一批农户。发布后各手机同步即可看到。', make: '新建行动', made: '行动已发布', changed: '已保存', cancelledDone: '行动已撤销',
  empty: '还没有专项行动', emptyText: '县帮扶办新建行动后，会出现在这里。', name: '行动', state: '状态', days: '起止', coverage: '覆盖率', required: '要求 {n}%', households: '应访 {n} 户',
  states: { upcoming: '未开始', running: '进行中', ended: '已结束', cancelled: '已撤销' },
  startsIn: '{n} 天后开始', endsIn: '还有 {n} 天', endsToday: '今天截止', barLabel: '{title}：已提交 {done}，应访 {all}', reached: '已达到要求', short: '距要求还差 {n} 户',
  back: '返回专项行动', edit: '修改', cancelIt: '撤销行动', figures: '进度', plan: '安排', byArea: '按乡镇和村', area: '乡镇、村', due: '应访户', submitted: '已提交', approved: '已审核', notVisited: '未访户', overdue: '逾期未访', people: '应访人', peopleVisited: '已查人', responsible: '责任人', nobody: '未落实',
  submittedHint: '走访记录已到达县级服务器', approvedHint: '队长通过、已组批或县级已采信',
  formula: '覆盖率 = 行动期间有一次符合要求的实地入户走访的应访户 ÷ 应访户，不论谁去，同一户只计一次。全面走访都算数。应访户在第一天固定；之后新进范围的另列；已减少的户两边都不计。',
  formulaLabel: '覆盖率怎么算', notFrozen: '还没有开始：应访户按现在的情况数，第一天零点后固定。', frozen: '应访户于 {time} 固定', added: '开始后新进范围 {n} 户，已访 {done} 户，不计入覆盖率。', seeAdded: '看这些户',
  show: '看哪些户', lists: { not_visited: '未访户', visited: '已访户', added: '新进范围' }, listOf: '{area}', whole: '全部范围', allAreas: '看全部范围', seeList: '看{name}的未访户', villages: '{n} 个村', openTown: '展开{name}的村', closeTown: '收起{name}的村',
  household: '户主', place: '村', group: '类别', helper: '帮扶责任人', noHelper: '没有帮扶人', hindered: '最近没访成的原因', hinderedOn: '{date} {why}', visit: '走访', noneLeft: '没有未访的户', noneLeftText: '这里的应访户都已访到。', noneVisited: '还没有访到的户', noneVisitedText: '走访同步到县里后，会出现在这里。', noneAdded: '没有新进范围的户', noneAddedText: '开始后新增的户、新纳入的户会列在这里。',
  groups: { monitored: '监测对象', exited: '脱贫户', general: '一般农户' }, groupsLabel: '户的类别', groupsHint: '都不选就是全部户。', allGroups: '全部户', areasLabel: '范围', areasHint: '不选就是全县。可以选乡镇，也可以选村。', allCounty: '全县', pickAreas: '全县', wholeTown: '{town}（全镇）', areasFailed: '乡镇和村没有加载出来。',
  profile: '走访内容', profileHint: '全面走访能满足任何行动；常规走访不能代替全面走访。', titleLabel: '行动名称', titleHint: '如“防返贫动态监测大排查”', starts: '开始日期', ends: '截止日期', coverageLabel: '要求覆盖率（%）', stages: '阶段', stagesHint: '可以不分阶段。各阶段的截止日期依次往后。', stageTitle: '第 {n} 阶段名称', stageEnds: '第 {n} 阶段截止', addStage: '添加阶段', dropStage: '删去第 {n} 阶段', basis: '依据', basisHint: '文件名和文号，或者会议要求',
  preview: '现在共 {n} 户', previewTowns: '{town} {n} 户', previewNone: '这个范围里没有户', previewing: '正在数户数…', previewFailed: '户数没有数出来：{why}', begunHint: '行动已经开始，范围、开始日期和走访内容不能再改。', makeDo: '发布', changeDo: '保存', makeTitle: '新建专项行动', changeTitle: '修改专项行动',
  stale: '刚有人改过这个行动。请关闭后看最新内容，再改。', cancelTitle: '撤销“{title}”？', cancelText: '撤销后，手机上不再有这项任务。已经做过的走访都保留。不能恢复。', cancelDo: '撤销行动', cancelReason: '撤销原因', cancelHint: '会记在行动页上', cancelledBy: '{name} 于 {time} 撤销：{reason}', madeBy: '{name} 于 {time} 新建', requiredLabel: '要求', noStages: '不分阶段', until: '{date} 截止', stagePast: '已过', stageNow: '当前阶段', stageLater: '以后',
}
