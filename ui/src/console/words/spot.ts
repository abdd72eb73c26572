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
export type SpotWords = typeof spotZh
export const spotEn: SpotWords = {
  title: 'Spot checks', lead: 'Team members, teams or households are drawn by town from a seed and checked by video, phone or on site. A draw is never changed and can be proved at any time.',
  make: 'New draw', empty: 'No spot checks yet', emptyText: 'Choose “New draw”: first see how many of each town, then draw.', back: 'Back to spot checks',
  number: 'Draw', name: 'Title', kind: 'Of', method: 'By', progress: 'Progress', reachedCol: 'Reached', average: 'Average', problems: 'Problems', made: 'Drawn',
  kinds: { member: 'Team members', team: 'Teams', household: 'Households' }, methods: { video: 'Video', phone: 'Phone', on_site: 'On site' },
  cancelled: 'Cancelled', doneOf: '{done} of {all} checked', none: '—', madeBy: '{name} · {time}',
  drawTitle: 'New draw', drawKind: 'Whom to check', drawMethod: 'How', drawTowns: 'Towns', wholeCounty: 'Whole county', townsHint: 'None chosen means the whole county.', size: 'How many', byCount: 'By number', byPercent: 'By share', countUnit: { member: 'people', team: 'teams', household: 'households' },
  days: 'Leave out the recently checked', daysUnit: 'days since they were reached', daysHint: '0 leaves nobody out. Those drawn and not yet checked are never drawn again.', titleLabel: 'Title (optional)', titleHint: 'Such as: video checks, fourth quarter', seed: 'Seed', seedHint: 'Letters, digits and hyphens, at most 64. Left empty, the system gives one. The same seed and frame always draw the same list.',
  preview: 'See how many of each town', previewing: 'Working it out…', previewTitle: 'Places by town', previewLead: '{sample} of {eligible} that can be drawn, seed {seed}. Nobody is named before the draw.', changed: 'You changed something. Please work it out again.',
  town: 'Town', units: 'All', recent: 'Checked lately', waiting: 'Drawn, waiting', eligible: 'Can be drawn', alerted: 'With an alert (two tickets)', quota: 'To draw', nobody: 'Nobody to draw', total: 'Total', drawDo: 'Draw {n}', drawn: 'Draw {number} is made',
  alertHint: 'In a village with an open critical or overdue problem everyone has two tickets, which is twice the chance.', frameAgain: 'Work it out again',
  checkTitle: 'Spot check {number}', figures: 'Progress', drawnCount: 'Drawn', doneCount: 'Checked', unreached: 'Not reached', byTown: 'By town', basis: 'How it was drawn', seedOf: 'Seed', frameOf: 'Frame', frameText: '{n} that could be drawn', digest: 'Digest of the frame', askedFor: 'Asked for', askedCount: '{n}', askedPercent: '{n}% of those that could be drawn', avoided: 'left out: reached within {n} days', towns: 'Area',
  prove: 'Prove the draw', proving: 'Drawing again…', provedTitle: 'Proof', frameHolds: 'The frame is as it was when it was drawn', frameBroken: 'The frame is not as it was when it was drawn', sampleHolds: 'Drawn again with the same seed, the same come in the same order', sampleBroken: 'Drawn again with the same seed, others come', takeFrame: 'Download the frame', auditHint: 'Each line is a town’s code, an id and its tickets. An auditor can draw again by the steps in docs/sampling.md.',
  cancelIt: 'Cancel this draw', cancelTitle: 'Cancel spot check {number}?', cancelText: 'Those not yet checked need not be, and may be drawn again. Results stay. A cancelled draw stays in the list.', cancelReason: 'Why', cancelHint: 'Such as: the wrong towns', cancelDo: 'Cancel the draw', cancelDone: 'Cancelled', cancelledBy: 'Cancelled by {name} on {time}: {reason}',
  list: 'Those drawn', groups: { all: 'All', waiting: 'Waiting', checked: 'Reached', unreached: 'Not reached', problem: 'With a problem' }, group: 'Filter by progress', noneInGroup: 'None like that', noneInGroupText: 'Try another filter.',
  order: 'No.', place: 'Place', captain: 'Captain', asked: 'Who', reached: 'Reached', scores: 'Points', checkedOn: 'Checked on', problem: 'Problem', fill: 'Check', see: 'View', alertMark: 'Alert',
  reachedAs: { yes: 'Reached', no_answer: 'No answer', off: 'Switched off', left: 'Has left', waiting: 'Waiting' }, inVillage: 'In the village', notInVillage: 'Not in the village', areaTitle: 'Points by area', of100: '{n} points', dueOn: 'due {date}',
  itemTitle: '{name}', itemLead: 'Draw {number} · no. {n} · {place}', call: 'Call', noPhone: 'No number on record', openHousehold: 'Open the household', leftNow: 'No longer on a team: only “Has left” can be recorded.', next: 'Next one waiting', backToCheck: 'Back to {number}',
  resultTitle: 'The check', first: 'Record the result', again: 'Check again', correct: 'Correct', againText: 'For another call, or to see whether it is mended. The former result stays.', correctText: 'Only for what was written down wrongly. The former result stays, with the reason.', reachedAsk: 'Reached', inVillageAsk: 'In the village, seen by video or on site', unsure: 'Not checked', scoreAsk: 'Points of five areas (0–20 each)', scoreSum: '{n} points together', notes: 'Notes', notesHint: 'What was answered, what was unclear', checkedOnAsk: 'Day of the check', reason: 'Why it is corrected', save: 'Save the result', saved: 'Result saved', noScores: 'No points without an answer.', householdScores: 'A household need not be given points.',
  history: 'All results', how: { first: 'First', again: 'Again', correct: 'Corrected' }, noResults: 'No result yet', others: 'Other draws', noOthers: 'Not in any other draw',
  raise: 'Order rectification', raiseTitle: 'Order rectification', raiseText: 'Goes into the problem ledger, assigned to {who}, with a day.', whoTeam: 'the village’s captain', whoHousehold: 'the household’s helper', due: 'To be put right by', raised: 'In the ledger as {number}', mustCheck: 'Save a result first.', problemOf: 'Rectification', orderHint: 'Followed in the problem ledger; once it is put right, come back and “Check again”.',
}
export const spotFailureZh = {
  empty_frame: '没有可抽的对象：可能都近期查过、已抽待查，或所选乡镇没有。', sample_too_large: '抽得比可抽的多，或超过一次 2000 个的上限。', bad_seed: '种子只能用字母、数字和连字符，最多 64 位。', frame_changed: '可抽对象刚刚变了，可能有人同时抽取或保存了结果。请重新计算后再抽。',
  person_left: '那天此人已不在工作队，不能记“接通”。', check_cancelled: '这一批已作废。', already_raised: '已经提过整改要求，请在问题台账里继续办理。', not_checked: '还没有抽查结果，请先保存结果。', name_taken: '您已有同名的筛选，请换一个名称。',
}
export const spotFailureEn: typeof spotFailureZh = {
  empty_frame: 'There is nobody to draw: checked lately, drawn and waiting, or none in these towns.', sample_too_large: 'More than there are, or more than 2,000 at once.', bad_seed: 'A seed is of letters, digits and hyphens, at most 64.', frame_changed: 'Those who can be drawn have just changed: somebody else drew or saved a result. Work it out again, then draw.',
  person_left: 'That day this person was no longer on a team, so cannot be recorded as reached.', check_cancelled: 'This draw is cancelled.', already_raised: 'Rectification is already ordered. Go on in the problem ledger.', not_checked: 'There is no result yet. Save one first.', name_taken: 'You have a filter of that name. Choose another.',
}
export const spotActionEn = {
  spot_drawn: 'Drew a spot check', spot_cancelled: 'Cancelled a spot check', spot_proved: 'Proved a spot check', spot_result: 'Recorded a spot check', spot_result_again: 'Recorded another check', spot_result_corrected: 'Corrected a spot check', spot_problem: 'Ordered rectification', filter_shared: 'Shared a filter',
}
