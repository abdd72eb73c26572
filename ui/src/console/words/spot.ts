/** Spot checks: the draw, the call, what was found. */
export const spotZh = {
  title: '抽查', lead: '按乡镇分层、凭种子随机抽取队员、工作队或农户，通过视频、电话或实地核查。名单抽出后不能改，可随时复核。',
  make: '新抽一批', empty: '还没有抽查', emptyText: '点“新抽一批”，先看各乡镇抽几个，再正式抽取。', back: '返回抽查',
  number: '批次', name: '名称', kind: '抽查对象', method: '方式', progress: '进度', reachedCol: '接通', average: '平均分', problems: '问题', made: '抽取',
  kinds: { member: '队员', team: '工作队', household: '农户' }, methods: { video: '视频', phone: '电话', on_site: '实地' },
  cancelled: '已作废', doneOf: '已查 {done} / {all}', none: '—', madeBy: '{name} · {time}',
  // The draw.
  drawTitle: '新抽一批', drawKind: '抽查对象', drawMethod: '抽查方式', drawTowns: '乡镇', wholeCounty: '全县', townsHint: '不选就是全县。', size: '抽多少', byCount: '按人数', byPercent: '按比例', countUnit: { member: '人', team: '支队', household: '户' },
  days: '近期查过的不抽', daysUnit: '天内接通过的', daysHint: '0 表示不避开。已抽中还没查的，总是不再抽。', titleLabel: '名称（可选）', titleHint: '例如：四季度视频抽查', seed: '种子', seedHint: '字母、数字和连字符，最多 64 位。不填由系统给出。同一种子、同一名册，抽出的名单必定相同。',
  preview: '看看各乡镇抽几个', previewing: '正在计算…', previewTitle: '各乡镇名额', previewLead: '从 {eligible} 个可抽对象中抽 {sample} 个，种子 {seed}。抽取前不显示名单。', changed: '条件改过了，请重新计算。',
  town: '乡镇', units: '全部', recent: '近期查过', waiting: '已抽待查', eligible: '可抽', alerted: '有预警（双签）', quota: '抽取', nobody: '没有可抽对象', total: '合计', drawDo: '抽取 {n} 个', drawn: '已抽出第 {number} 批',
  alertHint: '有未销号的红色问题或逾期问题的村，每个对象放两签，抽中的机会加倍。', frameAgain: '重新计算',
  // One check.
  checkTitle: '第 {number} 批抽查', figures: '进展', drawnCount: '抽中', doneCount: '已查', unreached: '没接通', byTown: '各乡镇', basis: '抽取依据', seedOf: '种子', frameOf: '名册', frameText: '{n} 个可抽对象', digest: '名册摘要', askedFor: '抽取要求', askedCount: '{n} 个', askedPercent: '可抽对象的 {n}%', avoided: '避开 {n} 天内接通过的', towns: '范围',
  prove: '复核抽取', proving: '正在复核…', provedTitle: '复核结果', frameHolds: '名册与抽取时一致', frameBroken: '名册与抽取时不一致', sampleHolds: '用同一种子重抽，名单和顺序完全相同', sampleBroken: '用同一种子重抽，名单不同', takeFrame: '下载名册', auditHint: '名册每行是乡镇代码、编号、签数。审计可按 docs/sampling.md 的步骤自行重抽。',
  cancelIt: '作废这一批', cancelTitle: '作废第 {number} 批抽查？', cancelText: '没查的不再查，可以重新被抽中；已查的结果保留。作废的批次仍显示在列表里，不会消失。', cancelReason: '作废原因', cancelHint: '例如：乡镇选错', cancelDo: '确认作废', cancelDone: '已作废', cancelledBy: '{name}于 {time} 作废：{reason}',
  list: '抽中名单', groups: { all: '全部', waiting: '待查', checked: '已接通', unreached: '没接通', problem: '有问题' }, group: '按进展筛选', noneInGroup: '没有这样的对象', noneInGroupText: '换一个筛选看看。',
  order: '序号', place: '镇村', captain: '队长', asked: '被抽人', reached: '接通情况', scores: '得分', checkedOn: '抽查日期', problem: '问题与整改', fill: '去抽查', see: '查看', alertMark: '预警村',
  reachedAs: { yes: '接通', no_answer: '未接', off: '关机或停机', left: '已离岗', waiting: '待查' }, inVillage: '在村', notInVillage: '不在村', areaTitle: '五项得分', of100: '{n} 分', dueOn: '限 {date}',
  // One that was drawn.
  itemTitle: '{name}', itemLead: '第 {number} 批 · 第 {n} 个 · {place}', call: '拨打', noPhone: '没有登记电话', openHousehold: '看这户', leftNow: '此人已不在工作队，只能记“已离岗”。', next: '下一个待查', backToCheck: '返回第 {number} 批',
  resultTitle: '抽查记录', first: '填写抽查结果', again: '再查一次', correct: '更正', againText: '没接通时再打一次，或整改后复查。原来的结果保留。', correctText: '只用于改正记错的内容。原来的结果保留，并写明原因。', reachedAsk: '接通情况', inVillageAsk: '视频或实地核实是否在村', unsure: '没有核实', scoreAsk: '五项得分（每项 0–20 分）', scoreSum: '合计 {n} 分', notes: '情况记录', notesHint: '答了什么、哪里不清楚', checkedOnAsk: '抽查日期', reason: '更正原因', save: '保存结果', saved: '已保存结果', noScores: '没接通的不打分。', householdScores: '农户抽查可以不打分。',
  history: '历次结果', how: { first: '首次', again: '复查', correct: '更正' }, noResults: '还没有结果', others: '其他批次', noOthers: '没有在其他批次里抽中过',
  raise: '提出整改要求', raiseTitle: '提出整改要求', raiseText: '记入问题台账，直接交办给{who}，限期整改。', whoTeam: '该村队长', whoHousehold: '帮扶责任人', due: '整改期限', raised: '已记入台账，编号 {number}', mustCheck: '先保存抽查结果，再提整改要求。', problemOf: '整改', orderHint: '提出后在问题台账里跟踪，整改后回到这里“再查一次”。',
}
