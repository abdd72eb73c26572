import action from '../../../../data/audit_actions.json'
import { auditSearchZh, backupsZh, complianceZh, factEditZh, personZh, teamsZh } from './admin'
import { assignmentZh } from './assignments'
import { bundleCodeZh, bundleZh } from './bundles'
import { campaignsZh } from './campaigns'
import { entryCodeZh } from './entries'
import { checklistZh, paramsZh } from './checklists'
import { factsZh } from './facts'
import { firstZh, type Filled } from './first'
import { helpingUnitsZh } from './helpingUnits'
import { importZh } from './imports'
import { jobZh } from './jobs'
import { leavingZh, mentorZh } from './leaving'
import { entryAsideZh, entryZh, waitingZh } from './ledgers'
import { mapZh } from './map'
import { reportZh } from './reports'
import { photoMatchZh, photoSettingsZh } from './photos'
import { paperZh } from './paper'
import { policiesZh } from './policies'
import { photoDeskZh } from './photoDesk'
import { deskZh } from './problemDesk'
import { problemMoveZh, problemStateZh, problemStepZh } from './problemCodes'
import { problemZh } from './problems'
import { spotZh } from './spot'
import { unitsZh } from './units'
import { teamZh } from './team-sync'

export const zh = {
  ...firstZh,
  map: mapZh,
  verdict: {
    ok: '达标', basic: '基本达标', fail: '不达标', yes: '是', no: '否', unknown: '未能评价', incomplete: '未填完',
    problem: '有问题', not_applicable: '不涉及',
  },
  state: {
    draft: '草稿', sealed: '待上传', submitted: '待队长审核', captain_approved: '队长已通过', returned: '退回走访人', batched: '待县级审核',
    county_accepted: '县级已采信', returned_to_captain: '退回队长', voided: '已作废',
  },
  severity: { critical: '红色', major: '橙色', minor: '黄色', notice: '蓝色' },
  severityLong: { critical: '保障未达标', major: '政策未落实或风险明显', minor: '一般问题', notice: '提示' },
  flag: {
    no_location: '无定位', location_far: '离户较远', location_mock: '疑似虚拟定位', clock_off: '手机时间不准', late: '超时提交', imported_photo: '非现场拍摄照片',
    no_photo: '无照片', rules_differ: '规则复核不一致', photos_outstanding: '照片未到齐', photo_repeated: '照片雷同', incomplete: '内容不全',
  },
  flagHint: {
    no_location: '走访时没有取得定位，走访人说明了原因', location_far: '走访位置与农户已知位置相距较远', location_mock: '系统把这个位置标记为模拟位置',
    clock_off: '手机时间与服务器相差较大，时间以服务器核算为准', late: '走访结束 48 小时后才提交', imported_photo: '有照片从相册选取，不是在应用内拍摄',
    no_photo: '没有照片，走访人说明了原因', rules_differ: '服务器重新运行规则的结果与手机上报的不同', photos_outstanding: '部分照片还没有传到县级服务器',
    photo_repeated: '有照片与其他走访的照片十分相似',
    incomplete: '服务器复核时发现有必填内容缺失',
  },
  batches: {
    title: '批次', lead: '队长把审核通过的走访组成批次送到县里。', state: '状态', from: '来自', sender: '送审人', visits: '走访', progress: '处理进度',
    problems: '问题', photos: '缺照片', sent: '送出', received: '收到', empty: '还没有批次', emptyText: '队长送来批次后会出现在这里。', waiting: '待处理 {n}',
    emptyState: '没有这种状态的批次', unfinished: '未办完', filter: '按状态筛选',
  },
  batchState: { received: '县级已接收', partially_accepted: '部分采信', accepted: '全部采信', rejected: '整批退回' },
  batch: {
    title: '{town}{village}的批次', manifest: '清单摘要', manifestHint: '批次清单的 SHA-256。送审人手机上显示的摘要应与此一致。', waiting: '待处理', accepted: '已采信', returned: '已退回',
    problems: '问题线索', photos: '照片未到齐', visits: '批次中的走访', acceptClean: '采信全部无异常走访', acceptCleanTitle: '采信 {n} 次无异常走访？',
    acceptCleanText: '这个批次里有 {n} 次待审核走访没有任何异常标记。采信后记录定稿；如有误可逐条撤回。', acceptCleanRest: '另有 {n} 次带异常标记的走访不受影响，需要逐条审核。',
    acceptCleanDo: '采信 {n} 次', accepting: '正在采信…', acceptedDone: '已采信 {n} 次走访', noClean: '没有可一并采信的走访：待审核的都带有异常标记', startReview: '逐条审核',
    done: '这个批次已全部处理', sentBy: '{name} 送出', household: '农户', visitor: '走访人', ended: '走访时间', photosCol: '照片', flags: '异常标记', clean: '无异常', digestCopied: '摘要已复制',
    progressLabel: '已处理 {done} / {all}',
  },
  visits: {
    title: '走访', lead: '本县全部走访记录，最近收到的在前。', filter: '按状态筛选', household: '户主', place: '村组', visitor: '走访人', ended: '走访时间', state: '状态', problems: '问题',
    photos: '照片', flags: '异常标记', empty: '没有这样的走访', emptyText: '换一个状态或乡镇看看。', none: '还没有走访', noneText: '队员在手机上封存走访并同步后，会出现在这里。', town: '乡镇', allTowns: '全部乡镇', waitingCaptain: '待队长处理',
  },
  visit: {
    title: '{name}户的走访', number: '户编号', profile: { full: '全面走访', routine: '常规走访', four_ones: '四个一' }, revision: '第 {n} 版', took: '用时 {time}',
    answers: '走访内容', showAll: '全部内容', showChanged: '变化和问题', sectionItems: '{n} 项', sectionChanged: '{n} 项变化', sectionRaised: '{n} 个问题', changed: '有变化', raised: '触发问题', same: '同上次',
    before: '上次', noChange: '本节与上次相同', nothingChanged: '与上次走访相比没有变化，也没有触发问题。', wholeHousehold: '全户', noAnswer: '未填写',
    photos: '照片', photosVerified: '已核验 {n}/{all}', verified: '已核验', verifiedHint: '服务器重新计算了照片指纹，与手机上报的一致', pending: '还没传到', imported: '相册选取', claimed: '文件自述（不作依据）：', claimedAway: '距拍照定位 {metres}',
    noPhotos: '没有照片', waiver: '无照片的原因', photoAlt: '{kind}，拍摄于 {time}', openPhoto: '放大：{kind}', photoFailed: '照片加载失败',
    time: '走访时间', timeUnknown: '按手机时间记录，准确度未知', clockAhead: '手机时间快了 {time}', clockBehind: '手机时间慢了 {time}',
    timeBasis: { contact: '由手机开机计时与县服务器对时得出', offset: '由手机时间按上次对时的差值校正，期间手机重启过', wall: '只有手机时间，按登记和送达的先后限定' },
    location: '位置', accuracy: '精度 ±{m}', distance: '距农户 {m}', distanceUnknown: '农户位置未知', noLocation: '没有定位', noLocationReason: '原因：{reason}', mock: '系统标记为模拟位置', provider: '来源 {name}',
    problems: '问题线索', noProblems: '没有发现问题', differs: '与服务器核算不一致', differsHint: '手机与服务器运行同一套规则，结果不同。请看触发的内容再决定。', dismissed: '走访人认为不成立：{reason}',
    conclusions: '核算结论', history: '审核记录', noHistory: '还没有审核记录', technical: '记录凭证', digest: '内容摘要', sequence: '服务器序号', template: '清单版本', received: '收到时间', started: '开始', ended: '结束',
    batch: '所在批次', position: '第 {n} / {all} 条', previous: '上一条', next: '下一条', backToBatch: '返回批次', backToList: '返回列表', household: '农户页', waitingLeft: '还有 {n} 条待审核',
  },
  lightbox: { title: '照片', previous: '上一张', next: '下一张', zoomIn: '放大', zoomOut: '缩小', fit: '适合窗口', close: '关闭', of: '{n} / {all}', keys: '← → 换张 · + − 缩放 · 0 还原 · Esc 关闭' },
  decision: {
    accept: '采信', return: '退回', revoke: '撤回采信', approve: '通过', void: '作废', accepted: '已采信 {name}户的走访', returned: '已退回 {name}户的走访', revoked: '已撤回采信', approved: '已通过 {name}户的走访', voided: '已作废',
    frozen: '已采信定稿', nothing: '当前没有您可以做的操作', working: '正在提交…', returnTitle: '退回修改', reasons: '退回原因', reasonsHint: '至少选一项', reasonMissing: '请至少选择一个退回原因',
    note: '说明（可选）', notePlaceholder: '告诉队长和走访人要补什么、改什么', comments: '对具体内容的意见', noComments: '在左侧任意一项点“提意见”，意见会跟着这一项回到手机上。', comment: '提意见', commentFor: '对“{item}”的意见', removeComment: '删除意见', commentPlaceholder: '这一项要补什么、改什么',
    returnDo: '退回并看下一条', revokeTitle: '撤回采信？', revokeText: '撤回后，这次走访回到“队长已通过”，需要重新组批。撤回会记入审计日志。', voidTitle: '作废这次走访？', voidText: '作废后不计入覆盖率，记录仍然保留，可以恢复。', reason: '原因', reasonRequired: '请写明原因',
    acceptCheckTitle: '照片还没有到齐，仍要采信？', acceptCheckText: '{n} 张照片还没有通过核验。采信后记录定稿。', acceptAnyway: '仍要采信', staleTitle: '这次走访刚被他人处理过', staleText: '当前状态是“{state}”，页面已更新。您的意见还在，请核对后再决定。', allDone: '都审核完了', allDoneText: '这一组走访已全部处理。', keys: '快捷键', keyAccept: '采信', keyReturn: '退回', keyMove: '上一条/下一条',
    by: { captain: '队长', county: '县级', visitor: '走访人', town_captain: '镇总队长' }, made: { approve: '通过', return: '退回', accept: '采信', revoke: '撤回采信', void: '作废', restore: '恢复', batch: '组批送县' }, superseded: '已被后来的决定取代', whole: '整体意见', bar: '审核决定', draft: '{n} 条意见',
  },
  households: {
    none: '还没有农户', noneText: '导入名册后会出现在这里。', import: '去导入名册', noMembers: '名册里没有这户的成员。', title: '农户', lead: '共 {n} 户', search: '户主姓名或户编号', searchLabel: '搜索农户', filter: '筛选', all: '全部', there: '应访户', due: '本半年未访', overdue: '逾期未访', monitored: '监测对象', visited: '本半年已访', approved: '已访且审核', contested: '信息不一致', number: '户编号', head: '户主', place: '村组', size: '人口', category: '监测类别', helper: '帮扶责任人', lastVisit: '上次走访', visits: '走访', empty: '没有符合条件的农户', emptyText: '试试换个关键词或筛选条件。', neverVisited: '从未走访', noHelper: '未安排',
  },
  household: {
    facts: '基本情况', phone: '电话', address: '住址', type: '户类型', category: '监测类别', since: '纳入监测', risks: '风险类型', eliminated: '风险已消除', notEliminated: '风险未消除', income: '家庭纯收入', members: '家庭成员', name: '姓名', idNumber: '证件号码', relation: '与户主关系', gender: '性别', birth: '出生日期', health: '健康状况', labor: '劳动能力', insured: '医保和养老', inactive: '已不在户', visits: '走访记录', noVisits: '还没有走访记录', showId: '查看完整号码', showIdTitle: '查看完整证件号码',
    showIdText: '将显示 {name} 的完整证件号码。查看人、时间和对象会记入审计日志，管理员可以看到。请只在工作需要时查看。', showIdDo: '确认查看', idShown: '完整证件号码', idShownText: '本次查看已记入审计日志。关闭后不再显示。', masked: '证件号码和电话默认脱敏', group: '{name}', size: '{n} 口人',
  },
  people: {
    title: '人员', lead: '人员、角色和登录；用登记码把手机绑定到人。', search: '姓名或单位', searchLabel: '搜索人员', name: '姓名', unit: '单位', roles: '角色', area: '范围', households: '负责户数', devices: '手机', contact: '最近联系', never: '从未联系', noDevice: '未绑定', enrol: '生成登记码', empty: '没有找到人员', emptyText: '试试换个关键词。', none: '还没有人员', noneText: '导入名册后，人员会出现在这里。',
    printCodes: '打印 {n} 人的登记码', pickHead: '选择', pick: '选择{name}', sheetTitle: '{n} 人的登记码', sheetLead: '每个码只能用一次，三天内有效。打印后裁开，当面交给本人；没用完的请收回销毁。', sheetHead: 'Ruhu 入户 手机登记码', sheetHow: '打开 Ruhu，扫自己的码；扫不了就输入网址 {server} 和码。', sheetUntil: '{time} 前有效', enrolTitle: '{name}的登记码', enrolLead: '请本人在手机上打开 Ruhu，照下面输入网址和登记码。', enrolServer: '县服务器网址', enrolCode: '登记码', enrolQr: '登记二维码', enrolOnce: '只能使用一次，关闭后不再显示。', enrolExpires: '{time} 后失效', enrolExpired: '已失效', enrolAgain: '重新生成', making: '正在生成…', enrolHours: '有效时间', hours: '{n} 小时', days: '{n} 天', phones: '{n} 部',
  },
  aside: {
    title: '搁置的变更', lead: '暂时不能入账的变更。原始内容完整保存，一条都不会丢；每一条都有去处。', open: '待处理', held: '等待前序', quarantined: '隔离', voided: '已作废', applied: '已入账',
    disposition: '处置', reason: '原因', kind: '内容', person: '来自', received: '收到', age: '已存', size: '大小', empty: '没有搁置的变更', emptyText: '所有收到的变更都已入账。', change: '变更编号', phone: '手机',
    anyReason: '全部原因', pickSome: '勾选几条，可以一起处置。', anyPhone: '全部手机', anyAge: '不限时间', olderThan: '超过 {n} 天', later: '入账时被拒绝：{why}', laterAny: '入账时被拒绝', bulk: '批量处理', bulkHint: '按记录的先后顺序逐条处理，不成的原样保留。',
    picked: '已选 {n} 条', pickAll: '全选', pick: '选择 {name} 的这一条', many: '共 {n} 条',
    do: { release: '放行入账', assign: '指定责任人', void: '作废', restore: '恢复' },
    explain: {
      release: '按原作者立即入账。规则仍会检查；通不过的会说明原因并原样保留。', assign: '走访人仍按记录，由指定的人今后负责：退回由他修改，他不能审核。是否应访按他的帮扶关系判断。',
      void: '不再生效，也不计入。原始内容保留，可以恢复。', restore: '放回原来的位置，再决定怎么办。',
    },
    answerable: '今后由谁负责', choosePerson: '请选择', noPeople: '这户现在没有帮扶人，也没有队长。请先安排帮扶关系。', why: '理由', whyHint: '会记入审计日志，也会告诉记录人', done: '已处理 {n} 条', partly: '处理了 {n} 条，{rest} 条原样保留：{why}', kept: '没有生效，原样保留：{why}',
    chain: '同一记录的后续变更', noChain: '这部手机没有同一记录的后续变更。', withChain: '连同后面的 {n} 条，按顺序', content: '内容', contentLead: '内容含农户信息。每次查看都会记入审计日志。', show: '查看内容', raw: '下载原始字节', before: '原来是', asSent: '手机发来的原文', export: '导出（内容和凭证）',
    decide: '处理', nothing: '这条变更已经入账，无需处理。', appliedText: '这条变更已经生效。', decisions: '处理记录', noDecisions: '还没有人处理过。', hadNoEffect: '没有生效：{why}', missing: '在等的变更', seeVisit: '看这次走访',
  },
  asideReason: {
    device_revoked: '手机已停用', unknown_kind: '内容类型不认识', predecessor_missing: '更早的变更还没到', predecessor_quarantined: '更早的变更在隔离中', predecessor_voided: '更早的变更已作废', wrong_person: '不是本人的记录',
    unknown_template: '清单版本不认识', unknown_household: '没有这个农户', unknown_member: '没有这个成员', unknown_visit: '没有这次走访', another_visit: '与另一次走访编号相同', no_assignment: '没有帮扶关系', assignment_closed: '帮扶关系已结束',
    out_of_scope: '超出管辖范围', refused_later: '入账时被拒绝', unknown_problem: '没有这条问题',
    unknown_entry: '没有这条台账',
  },
  asideAdvice: {
    device_revoked: '手机停用后才交来。核对内容后放行；不可信就作废。', unknown_kind: '手机上的应用比服务器新。升级服务器后再放行。', predecessor_missing: '更早的变更到了会自动入账。手机已丢失就直接放行，或者作废。',
    predecessor_quarantined: '先处理更早的那一条，这一条会跟着入账。', predecessor_voided: '更早的那一条已作废。看这一条还有没有意义，再放行或作废。', wrong_person: '这部手机登记的不是记录人。核对后按记录人放行，或作废。',
    unknown_template: '手机上的清单版本服务器没有。升级服务器后再放行。', unknown_household: '先导入这户，再放行。', unknown_member: '先导入这个成员，再放行。', unknown_visit: '走访还没到，到了以后再放行。', another_visit: '编号冲突，请核对两次走访后作废其中一条。',
    no_assignment: '安排帮扶关系后放行，或者指定今后由谁负责。', assignment_closed: '走访那天已不帮扶这户。指定今后由谁负责，或作废。', out_of_scope: '核对记录人的职责后放行，或作废。', refused_later: '规则没有通过。补齐条件后再放行，或作废。', unknown_problem: '问题还没到台账，到了以后再放行。',
    unknown_entry: '台账还没到，到了会自动入账；一直不来就作废。',
  },
  devices: {
    title: '手机', lead: '停用后不再收到数据，但手里的记录仍可以交上来，由人处理。', search: '姓名或手机名', state: '状态', active: '在用', day: '24 小时内联系过', week: '7 天内联系过', silent: '一周没有联系', revoked: '已停用', phone: '手机', enrolled: '登记日期', version: '应用 {version}', revoke: '停用',
    replace: '换新手机', revokeTitle: '停用{name}的手机“{phone}”？', revokeText: '立即生效：不再下发任何农户信息。手机上没交的记录仍可以交来，会进入“搁置的变更”，不会丢。', revokeHint: '例如：手机在山上丢失', revokedDone: '已停用{name}的手机', empty: '没有这样的手机', emptyText: '换一个筛选条件看看。', none: '还没有登记手机', noneText: '在“人员”里给本人生成登记码，手机扫码登记后会出现在这里。',
  },
  asideCode: {
    ...entryCodeZh,
    ...entryAsideZh,
    predecessor_missing: '更早的变更还没到', predecessor_quarantined: '更早的变更已被隔离', predecessor_voided: '更早的变更已作废', wrong_person: '不是本人的记录', unknown_template: '清单版本不认识', unknown_household: '没有这个农户', unknown_member: '没有这个成员', unknown_visit: '没有这次走访', another_visit: '与另一次走访编号相同',
    no_assignment: '没有帮扶关系', assignment_closed: '帮扶关系已结束', device_revoked: '手机已停用', unknown_kind: '内容类型不认识', out_of_scope: '超出管辖范围', malformed: '内容无法读取', stale: '版本已过时，或刚被他人处理过', not_from_here: '当前状态不允许', wrong_role: '角色不允许', own_visit: '审核了自己的走访', already_sent: '已经送出', reason_needed: '缺少原因',
    revision_gap: '中间缺一个版本', review_exists: '已经审核过', batch_exists: '这个批次已经有了', manifest_mismatch: '批次清单对不上', out_of_range: '数值超出范围', not_assignable: '这类变更不能改由他人负责', unknown_person: '没有这个人', too_long: '文字太长', repeated: '重复', end_before_start: '结束早于开始', unknown_profile: '走访类型不存在',
    own_work: '审了自己办的', evidence_needed: '没有照片，也没写原因', on_site_needed: '保障类问题没有现场核验', not_verified: '还没有现场核验', owner_needed: '没有选责任人', later_day_needed: '新时限不晚于现在的', other_needed: '没有选并入哪一条', unknown_problem: '没有这条问题', unknown_photo: '没有这张照片', unknown_option: '选项不存在', not_a_date: '日期不正确', too_many: '太多', empty: '必填的没有填', problem_exists: '问题已经在台账里', step_exists: '这一步已经办过',
  },
  editKind: {
    save_entry_v1: '台账', move_entry_v1: '台账办理', save_visit_v1: '走访记录', void_visit_v1: '作废走访', review_visit_v1: '队长审核', send_batch_v1: '送出批次', save_household_v1: '家庭信息修改', save_member_v1: '成员信息修改', resolve_fact_v1: '选定不一致信息', edit_household_v1: '农户信息修改', resolve_contested_v1: '冲突处理', raise_problem_v1: '登记问题', move_problem_v1: '办理问题', unknown: '未知内容',
  },
  audit: {
    title: '审计日志', lead: '只增不改。每次登录、审核决定、查看完整证件号码都在这里。', system: '系统', position: '序号', time: '时间', actor: '谁', action: '做了什么', subject: '对象', empty: '还没有记录', emptyText: '有人操作后会出现在这里。',
  },
  facts: factsZh,
  photoMatch: photoMatchZh,
  photoSettings: photoSettingsZh,
  checklist: checklistZh,
  params: paramsZh,
  assignment: assignmentZh,
  paper: paperZh,
  policies: policiesZh,
  problem: problemZh,
  problemMove: problemMoveZh,
  desk: deskZh,
  photoDesk: photoDeskZh,
  spot: spotZh,
  problemState: problemStateZh,
  problemStep: problemStepZh,
  units: unitsZh,
  campaign: campaignsZh,
  teamSync: teamZh,
  job: jobZh,
  import: importZh,
  person: personZh,
  leaving: leavingZh,
  mentor: mentorZh,
  helpingUnits: helpingUnitsZh,
  teams: teamsZh,
  compliance: complianceZh,
  backups: backupsZh,
  factEdit: factEditZh,
  auditSearch: auditSearchZh,
  report: reportZh,
  entry: entryZh,
  waiting: waitingZh,
  bundle: bundleZh,
  bundleCode: bundleCodeZh,
  action,
  keys: {
    title: '签名密钥', lead: '县里用它给每条收到的记录签回执。更换后，原来的回执依然有效，手机会自动认新密钥。', replace: '更换密钥', state: '状态', name: '密钥编号', made: '启用时间', introducedBy: '由谁引荐', reason: '更换原因', signsNow: '正在使用', old: '已更换，仍可核验', first: '首个密钥，登记时交给手机',
    epoch: '数据库批号', epochHint: '从备份恢复后会换成新的，手机据此从头核对并补传。', serverVersion: '服务器版本', minApp: '最低应用版本', minAppNone: '不限', minAppHint: '低于它的手机会被提醒更新，但上传的记录照收。', askTitle: '更换签名密钥？', askText: '新密钥由现用密钥签名引荐，手机下次同步时自动认可，不用重新登记。更换会记入审计日志。', askStolen: '更换不会作废旧密钥：用它签的回执以后仍然有效。如果怀疑密钥被盗，请先查清服务器和备份是怎么泄露的，仅更换密钥并不够。', reasonHint: '例如：年度例行更换', replaceDo: '确认更换', done: '已更换签名密钥',
  },
}

/** The shape every language must fill, word for word. */
export type Words = Filled<typeof zh>
