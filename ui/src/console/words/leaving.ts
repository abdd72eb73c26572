/** Somebody leaves and hands over; who guides a newcomer. */
export const leavingZh = {
  start: '交接并离开', title: '{name}交接离开', plannedFlag: '计划离开', plannedOn: '{day} 离开', planned: '计划 {day} 离开（当天仍在岗），次日自动结束。', overdue: '原定 {day} 离开，之后又接到了帮扶户、工作队或问题，所以还没有结束。请再交接一次。', stay: '取消离开', stayTitle: '{name}不离开了？', stayText: '只取消离开的安排。已经交接的户、队和问题不会自动退回，需要的话请另行交接。', stayDo: '取消离开安排', stayed: '已取消离开安排',
  has: '现在负责', households: '{n} 户', problems: '{n} 个问题', leads: '带队', nothing: '没有要交接的。', successor: '谁来接手', successorHint: '撤一补一：村里另有人接手的，在下面分别选。', byVillage: '分村指定接手人', sameAsAll: '同上', firstDay: '接手人开始日期', firstDayHint: '最晚今天', lastDay: '最后在岗日期', lastDayHint: '先补后撤：至少与接手人同时在岗一天，这期间仍可协助走访。', reason: '离开原因', reasonHint: '例如：任期届满，调回原单位', look: '看交接结果', again: '返回修改', confirm: '确认交接', pickDay: '请选日期', phonesTitle: '手机',
  phone: '{name}，{time}联系', said: '{time}报告：还有 {visits} 次走访、{changes} 条其他记录、{photos} 张照片没交', saidNone: '{time}报告：都已交完', neverSaid: '没有报告过手机里还有什么', notCutOff: '不会停用手机，离开以后也能继续把没交的记录交来。确认交完再停用。', returned: '退回给本人的走访有 {n} 次，离开前请本人改好再交。',
  gains: '谁接手多少', heavy: '{name}接手后负责 {n} 户，负担较重（仅提醒）', gainHouseholds: '{n} 户（负责）', gainCo: '{n} 户（协助）', gainProblems: '{n} 个问题', gainTeams: '{n} 支队', detail: '逐项', household: '农户', problem: '问题', team: '工作队', role: '角色',
  becomes: { handed_over: '交给{name}', ends: '随离开结束', as_planned: '按原安排，{day} 起由{name}接手', withdrawn: '撤回安排' }, wasPlanned: '原定 {day} 起由{name}接手', promised: '{n} 户原定以后交给别人', promisedHint: '原定的接手日期在最后在岗日期之后，中间会没有人负责。由谁现在接手，在这里一并选定。', promisedKeep: '原定的人现在就接手', promisedReplace: '撤回原安排，由本次选的接手人接手', teamLead: '队长，交给{name}', teamSeat: '队员，{name}补上', teamGoes: '队员，离队', roleTo: '交给{name}', roleEnds: '收回', problemTo: '交给{name}', cannot: '还不能交接：{n} 项。', cannotHint: '下面标出的要先处理，或返回修改。', can: '可以交接。确认后一次完成，不会只做一半。', openHousehold: '看这户', stale: '预览之后情况有变化，请重新看交接结果。', done: '{name}的工作已交接', doneLater: '{name}的工作已交接，{day} 离开',
  undo: '要退回，请再做一次交接；这里的记录都保留。',
}

export const mentorZh = {
  title: '一对一帮带', mentor: '帮带人', none: '没有帮带人', needs: '新到岗，还没有帮带人', guides: '帮带', set: '指定帮带人', change: '修改帮带人', from: '开始日期', to: '结束日期', toHint: '没有确定就不填', clear: '不再帮带', saved: '已保存', since: '{from} 起', until: '{from} 至 {to}', filter: '新到岗无帮带', pick: '请选帮带人', stale: '别人刚改过。请关闭后重新打开。', hint: '由有经验的干部带新到岗的干部。',
}
