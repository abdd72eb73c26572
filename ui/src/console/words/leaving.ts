/** Somebody leaves and hands over; who guides a newcomer. */
export const leavingZh = {
  start: '交接并离开', title: '{name}交接离开', plannedFlag: '计划离开', plannedOn: '{day} 离开', planned: '计划 {day} 离开（当天仍在岗），次日自动结束。', overdue: '原定 {day} 离开，之后又接到了帮扶户、工作队或问题，所以还没有结束。请再交接一次。', stay: '取消离开', stayTitle: '{name}不离开了？', stayText: '只取消离开的安排。已经交接的户、队和问题不会自动退回，需要的话请另行交接。', stayDo: '取消离开安排', stayed: '已取消离开安排',
  has: '现在负责', households: '{n} 户', problems: '{n} 个问题', leads: '带队', nothing: '没有要交接的。', successor: '谁来接手', successorHint: '撤一补一：村里另有人接手的，在下面分别选。', byVillage: '分村指定接手人', sameAsAll: '同上', firstDay: '接手人开始日期', firstDayHint: '最晚今天', lastDay: '最后在岗日期', lastDayHint: '先补后撤：至少与接手人同时在岗一天，这期间仍可协助走访。', reason: '离开原因', reasonHint: '例如：任期届满，调回原单位', look: '看交接结果', again: '返回修改', confirm: '确认交接', pickDay: '请选日期', phonesTitle: '手机',
  phone: '{name}，{time}联系', said: '{time}报告：还有 {visits} 次走访、{changes} 条其他记录、{photos} 张照片没交', saidNone: '{time}报告：都已交完', neverSaid: '没有报告过手机里还有什么', notCutOff: '不会停用手机，离开以后也能继续把没交的记录交来。确认交完再停用。', returned: '退回给本人的走访有 {n} 次，离开前请本人改好再交。',
  gains: '谁接手多少', heavy: '{name}接手后负责 {n} 户，负担较重（仅提醒）', gainHouseholds: '{n} 户（负责）', gainCo: '{n} 户（协助）', gainProblems: '{n} 个问题', gainTeams: '{n} 支队', detail: '逐项', household: '农户', problem: '问题', team: '工作队', role: '角色',
  becomes: { handed_over: '交给{name}', ends: '随离开结束', withdrawn: '撤回安排' }, teamLead: '队长，交给{name}', teamSeat: '队员，{name}补上', teamGoes: '队员，离队', roleTo: '交给{name}', roleEnds: '收回', problemTo: '交给{name}', cannot: '还不能交接：{n} 项。', cannotHint: '下面标出的要先处理，或返回修改。', can: '可以交接。确认后一次完成，不会只做一半。', openHousehold: '看这户', stale: '预览之后情况有变化，请重新看交接结果。', done: '{name}的工作已交接', doneLater: '{name}的工作已交接，{day} 离开',
  undo: '要退回，请再做一次交接；这里的记录都保留。',
}
export const leavingEn: typeof leavingZh = {
  start: 'Hand over and leave', title: '{name} hands over and leaves', plannedFlag: 'Leaving', plannedOn: 'leaves {day}', planned: 'Leaves on {day}, that day included; ended by itself the day after.', overdue: 'Was to leave on {day}. Households, teams or problems came since, so nothing was ended. Please hand over once more.', stay: 'Does not leave', stayTitle: '{name} stays?', stayText: 'Only the leaving is taken back. Households, teams and problems handed over do not come back by it; hand them over again if they should.', stayDo: 'Take the leaving back', stayed: 'The leaving was taken back',
  has: 'Answers for now', households: '{n} households', problems: '{n} problems', leads: 'leads it', nothing: 'Nothing to hand over.', successor: 'Who takes over', successorHint: 'Where somebody else takes a village over, choose below.', byVillage: 'Somebody else by village', sameAsAll: 'As above', firstDay: 'First day of whoever takes over', firstDayHint: 'Today at latest', lastDay: 'Last day', lastDayHint: 'At least one day beside whoever takes over; until then visits can still be helped with.', reason: 'Why', reasonHint: 'For example: term over, back to the own unit', look: 'See what happens', again: 'Change it', confirm: 'Hand over', pickDay: 'Choose a day', phonesTitle: 'Phones',
  phone: '{name}, heard of {time}', said: 'said {time}: {visits} visits, {changes} other records, {photos} photos not sent', saidNone: 'said {time}: everything is sent', neverSaid: 'never said what it still has', notCutOff: 'Phones are not cut off: what they hold can be sent after leaving, too. Revoke them once it has come.', returned: '{n} visits were returned to this person: to be put right and sent before leaving.',
  gains: 'Who takes over how much', heavy: '{name} will answer for {n} households, which is a lot (a notice)', gainHouseholds: '{n} households (answers for)', gainCo: '{n} households (helps)', gainProblems: '{n} problems', gainTeams: '{n} teams', detail: 'One by one', household: 'Household', problem: 'Problem', team: 'Team', role: 'Role',
  becomes: { handed_over: 'to {name}', ends: 'ends with the leaving', withdrawn: 'plan taken back' }, teamLead: 'captain, to {name}', teamSeat: 'member, {name} comes', teamGoes: 'member, goes', roleTo: 'to {name}', roleEnds: 'ends', problemTo: 'to {name}', cannot: 'Not yet: {n}.', cannotHint: 'See to what is marked first, or change it.', can: 'Can be handed over: all of it at once, or none.', openHousehold: 'Open', stale: 'Something changed since you looked. Please look again.', done: 'What {name} answered for is handed over', doneLater: 'What {name} answered for is handed over; leaves on {day}',
  undo: 'To take it back, hand over once more; what is recorded here stays.',
}

export const mentorZh = {
  title: '一对一帮带', mentor: '帮带人', none: '没有帮带人', needs: '新到岗，还没有帮带人', guides: '帮带', set: '指定帮带人', change: '修改帮带人', from: '开始日期', to: '结束日期', toHint: '没有确定就不填', clear: '不再帮带', saved: '已保存', since: '{from} 起', until: '{from} 至 {to}', filter: '新到岗无帮带', pick: '请选帮带人', stale: '别人刚改过。请关闭后重新打开。', hint: '由有经验的干部带新到岗的干部。',
}
export const mentorEn: typeof mentorZh = {
  title: 'Mentor', mentor: 'Mentor', none: 'No mentor', needs: 'New, without a mentor', guides: 'Guides', set: 'Name a mentor', change: 'Change the mentor', from: 'From', to: 'Until', toHint: 'May stay open', clear: 'No mentor', saved: 'Saved', since: 'since {from}', until: '{from} to {to}', filter: 'New, without mentor', pick: 'Choose a mentor', stale: 'Somebody has just changed this. Please close and open again.', hint: 'Somebody experienced guides a newcomer.',
}

export const peopleFailureZh = {
  successor_needed: '还没有指定谁来接手。', people_undecided: '这个单位还有干部，请说明他们归到哪里。', villages_undecided: '这个单位还在帮扶村，请说明由谁接着帮。', unit_ended: '这个单位已经结束帮扶。', unit_name_taken: '已有同名的帮扶单位。', not_an_enterprise: '只有企业才有企业类别。', same_unit: '不能由本单位自己接手。', unknown_unit: '没有这个帮扶单位，或它已结束帮扶。',
}
export const peopleFailureEn: typeof peopleFailureZh = {
  successor_needed: 'Nobody is named who takes it over.', people_undecided: 'It still has people: say what becomes of them.', villages_undecided: 'It still helps villages: say who goes on.', unit_ended: 'This unit has ended.', unit_name_taken: 'There is a unit of that name.', not_an_enterprise: 'Only enterprises have a class.', same_unit: 'A unit cannot take over from itself.', unknown_unit: 'There is no such unit, or it has ended.',
}

export const peopleActionEn = {
  person_leaving: 'Planned a leaving', person_stays: 'Took a leaving back', problem_handed_over: 'Handed a problem over', mentor_set: 'Named a mentor', helping_unit_made: 'Added a helping unit', helping_unit_changed: 'Changed a helping unit', helping_unit_ended: 'Ended a helping unit', helping_unit_linked: 'Brought people to a helping unit',
}
