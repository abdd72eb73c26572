export const assignmentZh = {
  title: '帮扶责任', lead: '每户确定一名帮扶责任人；先补后撤；不脱贫不脱钩。配额只作提醒，不拦截任何安排。', readOnly: '由县里安排，您可以查看本镇情况。',
  tabs: '帮扶责任清单', unhelped: '无责任人的户', idle: '无帮扶户的干部', load: '责任人负担', upcoming: '交接安排', terms: '任期轮换',
  household: '户主', number: '户编号', place: '镇村', category: '监测类别', notMonitored: '非监测户', gone: '风险已消除', co: '协助人', coCount: '{n} 人协助', nobody: '无人', planned: '{day} 起有人负责', assign: '指定责任人', noneUnhelped: '每户都有责任人', noneUnhelpedText: '不漏一户。', unhelpedLead: '{n} 户没有责任人，其中监测对象 {m} 户',
  name: '姓名', unit: '单位', rank: '职级', noRank: '未登记', households: '包户数', coHouseholds: '协助户数', quota: '配额', loadState: '提醒', move: '移交', search: '姓名或单位', searchLabel: '搜索干部', noneIdle: '每名帮扶干部都有帮扶户', noneIdleText: '不落一人。', nonePeople: '没有这样的干部', nonePeopleText: '换一个筛选条件看看。', peopleLead: '{n} 人', all: '全部', groups: '按负担筛选',
  loads: { under_quota: '低于配额', fits: '在配额内', over_quota: '负担较重' },
  noticeUnder: '{name}现有 {n} 户，低于本职级配额 {quota} 户（仅提醒）', noticeOver: '{name}现有 {n} 户，负担较重（仅提醒）',
  day: '日期', change: '安排', noneUpcoming: '没有计划中的交接', noneUpcomingText: '安排了交接或结束日期的户会出现在这里。', next: '下一变动日',
  primary: '责任人', helps: '协助', role: '身份', from: '开始', until: '结束', open: '长期', span: '{from} 至 {to}', spanOpen: '{from} 起', standing: { now: '在任', planned: '待开始', past: '已结束', withdrawn: '已撤回' },
  card: '帮扶责任人', none: '还没有帮扶责任人', noneText: '监测对象必须有一名责任人。', history: '历史记录（{n}）', add: '增加协助人', handOver: '交接', end: '结束', withdraw: '撤回安排', reasonOf: '原因：{reason}', under: '交接中',
  doAssign: '指定责任人', doCo: '增加协助人', doHandOver: '交接', doEnd: '结束帮扶', doWithdraw: '撤回安排', whom: '由谁负责', whomHand: '交给谁', firstDay: '从哪天起', lastDay: '最后一天', overlap: '共同帮扶天数', overlapHint: '从接手那天算起，两人共同帮扶的天数，至少 1 天（先补后撤）。', reason: '原因', reasonHint: '例如：工作调动', reasonMust: '结束唯一责任人须写明原因。',
  handText: '{from}（{kind}）的 {name} 户交给接手人；接手那天起由接手人负责，原帮扶人再协助几天。', endText: '{name} 户由 {from} 帮扶到这一天为止。', withdrawText: '撤回 {from} 在 {name} 户的计划安排，恢复到安排之前。', find: '输入姓名查找', noPerson: '没有这个人', personLine: '{n} 户', quotaLine: '配额 {n}', done: '已保存，手机同步后生效', stale: '别人刚改过这户的帮扶人。已重新读取，请核对后再操作。', pickPerson: '请选择一个人', pickDay: '请选择日期',
  bulk: '整批移交', bulkTitle: '把{name}的户移交给他人', bulkLook: '预览', bulkDo: '移交 {n} 户', bulkText: '将移交 {all} 户：{can} 户可以，{cannot} 户不行', bulkNone: '没有可以移交的户', bulkDone: '已移交 {n} 户', bulkWhy: '不行的原因', bulkOk: '可以', bulkNo: '不行', bulkHint: '取消勾选的户留在原帮扶人名下。', bulkStale: '预览之后情况有变，一户都没有移交。请重新预览。', bulkChange: '修改', choose: '移交这户',
  termsLead: '驻村满 {months} 个月轮换，提前 {days} 天提醒', due: '需要安排', allTerms: '全部', termGroups: '按任期筛选', captain: '队长', posted: '到岗', ends: '到期', state: '状态', successor: '接替人', noSuccessor: '没有接替人', noSuccessorHint: '先补后撤：离岗前应有接替人到岗。', left: '还有 {n} 天', over: '已超 {n} 天', today: '今天到期', edit: '登记任期', noneTerms: '没有要安排的轮换', noneTermsText: '任期临近、超期或缺接替人时会出现在这里。',
  term: { unknown: '未登记', running: '在岗', ends_soon: '即将到期', over: '已超期', left: '已离岗' }, postTitle: '{name}的职级和任期', postStart: '到岗日期', postEnd: '离岗日期', postEndHint: '没有确定就不填，按满期计算。', postStale: '别人刚改过。请关闭后重新打开。', rankQuota: '{rank}（配额 {n} 户）',
}

export const assignmentActionZh = { helper_assigned: '指定帮扶人', helper_handed_over: '交接帮扶户', helper_ended: '结束帮扶', helper_plan_withdrawn: '撤回帮扶安排', post_set: '登记职级和任期' }
