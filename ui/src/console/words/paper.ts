export const paperZh = {
  title: '一户一册', print: '打印', printBook: '一户一册（A4）', printCard: '联系卡（A6）', printTitle: '打印一户一册', lead: '证件号、电话已遮盖；打印会记入审计日志。', what: '打印什么', preview: '打印预览',
  head: '户主', hhNumber: '户编号', address: '住址', printedOn: '打印日期', printedBy: '打印人', code: '户码', warning: '含个人信息，注意保管', yuanOf: '{amount} 元',
  plan: '计划', measures: '措施', deeds: '好事实事', incomeSurvey: '收入调查', content: '内容', kind: '类别', day: '日期', amount: '金额', noEntries: '还没有记录。',
  who: '对象', situation: '状况', causes: '致贫返贫原因与风险', people: '责任人', visits: '走访记录', problems: '问题',
  baseType: '农户类型', category: '监测类别', monitorSince: '纳入时间', phone: '电话', members: '家庭成员', name: '姓名', relation: '与户主关系', gender: '性别', age: '年龄', idNumber: '证件号', education: '文化程度', labor: '劳动力', work: '务工', health: '健康',
  noMembers: '名册里没有成员。', illCount: '{n} 人有病或残疾，明细只对帮扶责任人显示。', income: '家庭年纯收入', percap: '人均年纯收入', size: '家庭人口', welfare: '保障情况', none: '无', relocated: '易地搬迁', noLabor: '整户无劳动能力', yes: '是',
  hiddenRisks: '另有 {n} 项涉及健康，只对帮扶责任人显示', noCauses: '名册里没有登记风险。', risksGone: '风险已消除', role: '身份', unit: '单位', since: '开始时间', helper: '帮扶责任人', coHelper: '协助帮扶', captain: '驻村工作队队长', noHelper: '还没有帮扶责任人。',
  time: '时间', visitor: '走访人', state: '状态', found: '发现问题', noVisits: '还没有走访记录。', number: '编号', problem: '问题', unitOf: '责任单位', foundOn: '发现时间', due: '整改时限', noProblems: '没有记录过问题。',
  cardTitle: '帮扶联系卡', hotline: '监督举报电话：12317', cardNote: '有困难、有问题，请联系帮扶责任人。此卡放在家中，请勿转借。',
  codes: '户码', codesTitle: '打印户码', codesLead: '贴在农户家里或册子上，手机一扫就打开这一户。码里只有编号，别的手机扫不出内容。', village: '村', villageChoice: '选择村', codesOf: '{village} 户码', codesHint: '沿虚线剪开', codeOf: '{head} 尾号 {tail} 的户码', codesCount: '{n} 户，约 {pages} 页', noVillages: '还没有农户', noVillagesText: '导入名册后，可以在这里打印户码。',
}
