import type { EvidencePhoto, Labelled, ProblemChoices, ProblemCounts, ProblemMoveForm, ProblemMovesForm, ProblemPage, ProblemRow, ProblemSearch, ProblemStepRow, RaiseProblemForm, SavedFilter, SavedFilterForm, UnitForm, UnitList } from '../api'
import { me, now } from './people'
import { households } from './visits'

const hour = 3_600_000
const day = 24 * hour
const code = (name: string, zh: string, en: string): Labelled => ({ code: name, zh, en })
const date = (ms: number) => new Date(ms + 8 * hour).toISOString().slice(0, 10)

const states = Object.fromEntries([
  code('found', '发现', 'Found'), code('registered', '建账', 'Registered'), code('assigned', '交办', 'Assigned'), code('declined', '退办', 'Assignment declined'), code('rectifying', '整改中', 'Being rectified'),
  code('to_verify', '待核验', 'Waiting for verification'), code('returned', '核验退回', 'Returned on verification'), code('closed', '销号', 'Closed'), code('reopened', '反弹重开', 'Reopened after relapse'), code('merged', '并案', 'Merged'),
  code('cancelled', '经核不属实', 'Found not to be true'), code('long_term', '长期坚持', 'Long-term upkeep'),
].map((one) => [one.code, one]))
const state = (name: string) => states[name] ?? code(name, name, name)

export const choices: ProblemChoices = {
  sources: [code('visit', '走访发现', 'Found on a visit'), code('spot_check', '电话/视频/实地抽查', 'Spot check by phone, video or on site'), code('hotline_12317', '12317等举报', '12317 hotline or other report'), code('meeting', '会议议定', 'Decided at a meeting')],
  categories: [code('infrastructure', '基础设施', 'Infrastructure'), code('housing', '住房安全', 'Housing safety'), code('medical', '基本医疗', 'Basic medical care'), code('water', '饮水安全', 'Drinking water safety'), code('education', '义务教育', 'Compulsory education'), code('environment', '人居环境/视觉贫困', 'Living environment'), code('subsistence', '低保/兜底保障', 'Subsistence allowance and safety net'), code('helping_duty', '帮扶责任落实', 'Helping duties')],
  severities: [code('critical', '红色-保障未达标', 'Red: guarantee not met'), code('major', '橙色-政策未落实/风险明显', 'Orange: policy not delivered or clear risk'), code('minor', '黄色-一般问题', 'Yellow: ordinary problem'), code('notice', '蓝色-提示', 'Blue: notice')],
  roles: [
    code('village', '村两委/驻村工作队', 'Village committees and resident team'), code('town_edu', '乡镇教管中心/学区', 'Township education office'), code('town_health', '乡镇卫生院', 'Township health centre'), code('town_medins', '乡镇医保经办', 'Township medical insurance office'),
    code('town_housing', '乡镇住房安全', 'Township housing safety office'), code('town_water', '乡镇供水', 'Township water supply office'), code('town_agri', '乡镇农业产业', 'Township agriculture office'), code('town_employment', '乡镇就业', 'Township employment office'),
    code('town_civil', '乡镇民政救助', 'Township civil affairs and relief office'), code('town_env', '乡镇人居环境', 'Township living environment office'), code('town_road', '农村公路管理所', 'Rural road office'), code('town_relief', '乡镇帮扶站', 'Township relief station'), code('town_discipline', '镇纪委', 'Township discipline commission'),
    code('county_edu', '县教育局', 'County education bureau'), code('county_health', '县卫健局', 'County health bureau'), code('county_disabled', '县残联', 'County disabled persons’ federation'), code('county_agri', '县农业农村局（帮扶办）', 'County agriculture bureau (relief office)'),
  ],
  owners: [{ person_id: 'p1', name: '赵明德', unit: '县水务局' }, { person_id: 'p2', name: '李春燕', unit: '桃源镇卫生院' }, { person_id: 'p3', name: '孙建国', unit: '桃源镇人民政府' }],
  units: ['上河村', '桃源镇便民服务中心', '桃源镇农业农村综合服务中心', '桃源镇社会事务中心', '桃源镇卫生院'],
  villages: [{ code: '620502100201', name: '上河村', town: '桃源镇', households: 40 }, { code: '620502100202', name: '下河村', town: '桃源镇', households: 40 }],
}
const modes = [code('immediate', '立行立改', 'At once'), code('time_limited', '限期整改', 'By a deadline'), code('long_term', '长期坚持', 'Long-term upkeep'), code('consult', '会商研判', 'Joint review')]
const of = (list: Labelled[], name: string) => list.find((one) => one.code === name) ?? code(name, name, name)

type Seed = [state: string, severity: string, category: string, title: string, household: number, role: string, unit: string, owner: string | null, due: number | null, more?: Partial<ProblemRow>]
const seeds: Seed[] = [
  ['to_verify', 'critical', 'housing', '住房被鉴定为C级，仍有人居住', 0, 'town_housing', '桃源镇社会事务中心', '赵明德', -2],
  ['registered', 'critical', 'medical', '未参加本年度城乡居民基本医疗保险', 0, 'town_medins', '桃源镇便民服务中心', null, 4],
  ['to_verify', 'critical', 'water', '水量不足，每天取水往返超过 20 分钟', 1, 'town_water', '桃源镇农业农村综合服务中心', '李春燕', 1, { verified: true }],
  ['assigned', 'major', 'education', '适龄儿童无正当理由连续旷课', 2, 'town_edu', '', '李春燕', 9],
  ['rectifying', 'major', 'subsistence', '符合条件未纳入低保，本人已提出申请，需核对家庭收入后研判', 3, 'town_civil', '桃源镇社会事务中心', '赵明德', 0, { seen: 3 }],
  ['returned', 'minor', 'environment', '院内柴草、杂物乱堆', 4, 'village', '上河村', '赵明德', -12, { first_due: date(now - 20 * day), seen: 2 }],
  ['declined', 'minor', 'medical', '慢病证未办理', 0, 'town_health', '桃源镇卫生院', null, 12],
  ['reopened', 'minor', 'environment', '户厕不能正常使用', 5, 'town_env', '', null, 20, { seen: 4 }],
  ['found', 'notice', 'subsistence', '老人独居，子女长期在外', 6, 'village', '', null, null, { number: null }],
  ['long_term', 'notice', 'environment', '卫生习惯需要经常提醒', 7, 'village', '上河村', '李春燕', null],
  ['closed', 'major', 'housing', '屋面漏雨', 0, 'town_housing', '桃源镇社会事务中心', '赵明德', -30],
  ['cancelled', 'minor', 'water', '水质浑浊', 1, 'town_water', '', null, -18],
  ['merged', 'minor', 'medical', '门诊慢病未备案', 0, 'town_medins', '', null, 12],
  ['assigned', 'major', 'infrastructure', '文化广场奖补10万元只拨付4万元', 7, 'village', '上河村', '孙建国', 11, { household_id: null, head_name: '' }],
]

export const problems: ProblemRow[] = seeds.map(([standing, severity, category, title, at, role, unit, owner_name, due, more], place) => {
  const household = households[at] ?? households[0]!
  const is_open = !['closed', 'merged', 'cancelled'].includes(standing)
  return {
    problem_id: `q${place + 1}`, number: `620502-2026-${String(417 - place).padStart(5, '0')}`, state: state(standing), verified: false, severity: of(choices.severities, severity), category: of(choices.categories, category),
    source: choices.sources[place % 5 === 3 ? 1 : 0]!, title, household_id: household.household_id, head_name: household.head_name, town: household.town, village: household.village, role: of(choices.roles, role), unit, owner_name,
    found_ms: now - (9 + place * 3) * day, due: due === null ? null : date(now + due * day), first_due: due === null ? null : date(now + due * day), overdue: is_open && due !== null && due < 0, seen: 1, round: ['to_verify', 'closed', 'returned'].includes(standing) ? 1 : 0, ...more,
  }
})

const photo = (visit: number, at: number, here = true): EvidencePhoto => ({ visit_id: `v${visit}`, photo_id: `v${visit}-${at}`, sha256: `canned-${visit}-${at}`, here, ended_ms: now - (visit === 9 ? 1 : 9) * day - at * 60_000 })
const step = (name: string, to: string, by_name: string, at_ms: number, more: Partial<ProblemStepRow> = {}): ProblemStepRow => ({
  step: name, state: state(to), by_name, at_ms, visit_id: null, reason: null, photos: [], photo_waiver: null, on_site: false, owner_name: null, unit: null, cooperating_units: null, due: null, mode: null, measure: null, cause: null, result: null, other: null, ...more,
})

const moves: Record<string, string[]> = {
  found: ['register', 'fix_at_once', 'merge', 'cancel'], registered: ['fix_at_once', 'assign', 'extend', 'keep_long_term', 'merge', 'cancel'], assigned: ['assign', 'decline', 'start', 'finish', 'extend', 'keep_long_term', 'merge', 'cancel'],
  declined: ['assign', 'extend', 'keep_long_term', 'merge', 'cancel'], rectifying: ['assign', 'finish', 'extend', 'keep_long_term', 'merge', 'cancel'], to_verify: ['verify', 'send_back', 'merge'], returned: ['assign', 'start', 'finish', 'extend', 'keep_long_term', 'merge', 'cancel'],
  reopened: ['fix_at_once', 'assign', 'start', 'extend', 'keep_long_term', 'merge', 'cancel'], long_term: ['assign', 'finish', 'merge'], closed: ['reopen'], cancelled: ['reopen'], merged: [],
}
const REPORTED = ['to_verify', 'closed', 'returned']
const added = new Map<string, ProblemStepRow[]>()
const named = new Map<string, string[]>()
const helping = (problem: ProblemRow) => (problem.owner_name && problem.category.code === 'housing' ? ['桃源镇人民政府城建办', '上河村'] : [])

export function problemPage(id: string): ProblemPage | null {
  const problem = problems.find((one) => one.problem_id === id)
  if (!problem) return null
  const reported = REPORTED.includes(problem.state.code)
  const { found_ms } = problem
  const steps = [
    step('raised', 'found', '李春燕', found_ms, { visit_id: 'v1' }),
    ...(problem.number ? [step('register', 'registered', '赵明德', found_ms + 5 * hour)] : []),
    ...(problem.owner_name ? [step('assign', 'assigned', '孙建国', found_ms + 26 * hour, { owner_name: problem.owner_name, unit: problem.unit || null, cooperating_units: helping(problem), due: problem.first_due, measure: '先腾退到村委会周转房，再按C级维修加固。' }), step('start', 'rectifying', problem.owner_name, found_ms + 50 * hour, { cause: '房屋建成年代久，后墙基础下沉。' })] : []),
    ...(problem.seen > 1 ? [step('seen', problem.state.code, '赵明德', found_ms + 60 * hour, { visit_id: 'v3' })] : []),
    ...(reported ? [step('finish', 'to_verify', '赵明德', now - 30 * hour, { result: '后墙已加固，屋面换瓦，住房安全鉴定为B级。', photos: [photo(9, 0), photo(9, 1), photo(9, 2, false)] })] : []),
    ...(problem.state.code === 'returned' ? [step('send_back', 'returned', '孙建国', now - 5 * hour, { reason: '照片里后墙裂缝还在，请补拍处理后的样子。', on_site: true })] : []),
    ...(problem.verified ? [step('verify', 'to_verify', '孙建国', now - 3 * hour, { on_site: true })] : []),
    ...(problem.state.code === 'closed' ? [step('verify', 'closed', '孙建国', now - 20 * hour)] : []),
    ...(added.get(id) ?? []),
  ]
  const others = problems.filter((one) => one.household_id === problem.household_id && one.problem_id !== id && !['closed', 'merged', 'cancelled'].includes(one.state.code))
  return {
    problem, detail: problem.severity.code === 'critical' ? '户主夫妻二人仍住在主房。后墙有通长裂缝，宽约 1 厘米，雨天渗水。' : '', member_name: problem.category.code === 'medical' ? '王德福' : null, cooperating_units: named.get(id) ?? helping(problem), units: choices.units, mode: problem.owner_name ? modes[1]! : null,
    measure: problem.owner_name ? '先腾退到村委会周转房，再按C级维修加固。' : '', cause: problem.owner_name ? '房屋建成年代久，后墙基础下沉。' : '', result: reported ? '后墙已加固，屋面换瓦，住房安全鉴定为B级。' : '', round: reported ? 1 : 0,
    visit_id: 'v1', merged_into: problem.state.code === 'merged' ? { problem_id: 'q7', number: '620502-2026-00411', title: '慢病证未办理' } : null, before: problem.category.code === 'housing' || problem.category.code === 'environment' ? [photo(1, 0), photo(1, 1)] : [], steps,
    moves: problem.verified ? ['sign_off', 'send_back', 'merge'] : (moves[problem.state.code] ?? []),
    owners: [
      { person_id: 'p1', name: '赵明德', unit: '县水务局', role: 'helper' }, { person_id: 'p3', name: '孙建国', unit: '桃源镇人民政府', role: 'captain' }, { person_id: 'p2', name: '李春燕', unit: '桃源镇卫生院', role: 'member' },
    ],
    photos: problem.category.code === 'water' ? [] : [photo(9, 0), photo(9, 1), photo(9, 2, false), photo(1, 0), photo(1, 1)], photos_next: null, others: others.map(({ problem_id, number, title }) => ({ problem_id, number, title })), modes,
  }
}

const groups: Record<keyof ProblemCounts, (one: ProblemRow) => boolean> = {
  open: (one) => !['closed', 'merged', 'cancelled'].includes(one.state.code), unassigned: (one) => ['found', 'registered', 'declined', 'reopened'].includes(one.state.code), under_way: (one) => !['found', 'registered', 'declined', 'reopened', 'to_verify', 'closed', 'merged', 'cancelled'].includes(one.state.code), overdue: (one) => one.overdue,
  to_verify: (one) => one.state.code === 'to_verify' && !one.verified, to_sign_off: (one) => one.verified, closed: (one) => ['closed', 'merged', 'cancelled'].includes(one.state.code), all: () => true,
}
function search(form: Partial<ProblemSearch>) {
  const within = problems.filter((one) => (!form.severity || one.severity.code === form.severity) && (!form.category || one.category.code === form.category) && (!form.household_id || one.household_id === form.household_id)
    && (!form.of || (form.of === 'village') === (one.household_id === null))
    && (!form.source || one.source.code === form.source) && (!form.unit || one.unit === form.unit) && (!form.owner_id || (form.owner_id === 'nobody' ? one.owner_name === null : choices.owners.find((who) => who.person_id === form.owner_id)?.name === one.owner_name))
    && (!form.older_than || one.found_ms <= now - form.older_than * day) && (!form.due_from || (one.due ?? '') >= form.due_from) && (!form.due_to || (one.due !== null && one.due <= form.due_to))
    && (!form.text || [one.number ?? '', one.title, one.head_name].some((text) => text.includes(form.text ?? ''))))
  const counts = Object.fromEntries(Object.entries(groups).map(([name, holds]) => [name, within.filter(holds).length]))
  const found = within.filter(groups[(form.group ?? 'all') as keyof ProblemCounts] ?? groups.all)
  if (form.sort === 'due') found.sort((one, other) => (one.due ?? '9999').localeCompare(other.due ?? '9999'))
  return { problems: found, counts, next: null }
}

const after: Record<string, string> = {
  register: 'registered', fix_at_once: 'to_verify', assign: 'assigned', decline: 'declined', start: 'rectifying', finish: 'to_verify', verify: 'closed', sign_off: 'closed', send_back: 'returned', keep_long_term: 'long_term', reopen: 'reopened', merge: 'merged', cancel: 'cancelled',
}
function move(problem: ProblemRow, form: ProblemMoveForm) {
  const critical = problem.severity.code === 'critical' && form.step === 'verify'
  problem.verified = critical
  problem.state = critical ? problem.state : state(after[form.step] ?? problem.state.code)
  problem.due = form.due ?? problem.due
  problem.overdue = groups.open(problem) && problem.due !== null && problem.due < date(now)
  if (form.step === 'assign') problem.owner_name = '赵明德'
  if (form.cooperating_units) named.set(problem.problem_id, form.cooperating_units)
  const name = form.step === 'assign' ? problem.owner_name : null
  added.set(problem.problem_id, [...(added.get(problem.problem_id) ?? []), step(form.step, problem.state.code, me.name, Date.now(), { reason: form.reason, due: form.due, on_site: form.on_site, owner_name: name, unit: form.unit, cooperating_units: form.cooperating_units, result: form.result, photo_waiver: form.photo_waiver })])
}

const line = (problem: ProblemRow) => {
  const page = problemPage(problem.problem_id)
  const done = page?.steps.find((one) => one.step === 'finish')
  return {
    problem, household_number: households.find((one) => one.household_id === problem.household_id)?.number ?? '', detail: page?.detail ?? '', cause: page?.cause ?? '', mode: page?.mode ?? null, measure: page?.measure ?? '', result: page?.result ?? '', cooperating_units: page?.cooperating_units ?? [],
    evidence: { before: page?.before.length ?? 0, after: done?.photos.length ?? 0, verified: 0, waiver: done?.photo_waiver ?? null },
    registered_on: problem.number ? date(problem.found_ms + day) : null, assigned_ms: problem.owner_name ? problem.found_ms + 26 * hour : null, extended: problem.first_due !== problem.due ? 1 : 0, done_on: done ? date(done.at_ms) : null, rectifier_name: done?.by_name ?? null,
    verifier_name: problem.state.code === 'closed' ? '孙建国' : null, closed_ms: problem.state.code === 'closed' ? now - 20 * hour : null,
  }
}
let filters: SavedFilter[] = [
  { filter_id: 'f1', name: '逾期的红色问题', shared: true, mine: true, owner_name: me.name, search: { group: 'overdue', severity: 'critical', category: null, town: null, village: null, age: null, household_id: null, of: null, source: null, owner_id: null, unit: null, older_than: null, due_from: null, due_to: null, sort: 'due', text: null, after: null } },
  { filter_id: 'f2', name: '饮水安全待核验', shared: true, mine: false, owner_name: '孙建国', search: { group: 'to_verify', severity: null, category: 'water', town: null, village: null, age: null, household_id: null, of: null, source: null, owner_id: null, unit: null, older_than: null, due_from: null, due_to: null, sort: null, text: null, after: null } },
]
/** Filters kept under a name. */
export function answerFilters(id: string | undefined, what: string | undefined, body: Record<string, unknown>, posted: boolean): { status: number; body?: unknown } {
  if (what === 'delete') filters = filters.filter((one) => one.filter_id !== id)
  else if (posted) {
    const form = body as unknown as SavedFilterForm
    if (filters.some((one) => one.mine && one.name === form.name && one.filter_id !== form.filter_id)) return { status: 409, body: { code: 'name_taken', field: 'name' } }
    filters = [...filters.filter((one) => one.filter_id !== form.filter_id), { ...form, filter_id: form.filter_id ?? `f${filters.length + 1}`, mine: true, owner_name: me.name }]
  }
  return { status: 200, body: { filters } }
}

const units: UnitList = { town: '620502100', units: choices.roles.map((role, at) => ({ role, name: at % 3 === 1 ? '' : ['上河村', '', '桃源镇便民服务中心', '桃源镇社会事务中心'][at % 4] ?? '', contact: at % 4 === 2 ? '周敏 0938-6550211' : '' })) }

/** What the county would say to a question about problems or units. */
export function answerProblems(collection: string, id: string | undefined, what: string | undefined, body: Record<string, unknown>, posted: boolean): { status: number; body?: unknown } {
  const ok = (answer: unknown) => ({ status: 200, body: answer })
  if (collection === 'units') {
    const form = body as unknown as UnitForm
    const unit = units.units.find((one) => one.role.code === form.role)
    if (unit) Object.assign(unit, { name: form.name, contact: form.contact })
    return ok(units)
  }
  if (id === 'choices') return ok(choices)
  if (id === 'lines') return ok({ lines: search(body as Partial<ProblemSearch>).problems.map(line), next: null })
  if (id === 'search') return ok(search(body as Partial<ProblemSearch>))
  if (id === 'moves') {
    const { problem_ids, form, also_answered } = body as unknown as ProblemMovesForm
    const chosen = problems.filter((one) => problem_ids.includes(one.problem_id))
    const fits = (one: ProblemRow) => form.step === 'extend' ? one.due !== null && (form.due ?? '') > one.due : (moves[one.state.code] ?? []).includes(form.step)
    const kept = (one: ProblemRow) => form.step === 'assign' && !also_answered && one.owner_name !== null && one.state.code !== 'declined'
    const refused = chosen.filter((one) => !kept(one) && !fits(one)).map(({ problem_id, number }) => ({ problem_id, number, code: form.step === 'extend' ? 'later_day_needed' : 'not_from_here' }))
    const answered = chosen.filter(kept).map((one) => one.problem_id)
    const moved = chosen.filter((one) => !kept(one) && fits(one))
    moved.forEach((one) => move(one, form))
    return ok({ moved: moved.length, answered, refused })
  }
  if (!id && posted) {
    const form = body as unknown as RaiseProblemForm
    const household = form.household_id ? (households.find((one) => one.household_id === form.household_id) ?? households[0]!) : null
    const village = choices.villages.find((one) => one.code === form.area_code)
    problems.unshift({
      ...problems[0]!, problem_id: `q${problems.length + 1}`, number: `620502-2026-${String(418 + problems.length)}`, state: state('registered'), verified: false, severity: of(choices.severities, form.severity), category: of(choices.categories, form.category), source: of(choices.sources, form.source),
      title: form.title, household_id: household?.household_id ?? null, head_name: household?.head_name ?? '', ...(village && { town: village.town, village: village.name }), role: of(choices.roles, form.role), unit: '', owner_name: null, found_ms: Date.now(), due: date(now + 15 * day), first_due: date(now + 15 * day), overdue: false, seen: 1, round: 0,
    })
    return ok(problemPage(problems[0]!.problem_id))
  }
  const problem = problems.find((one) => one.problem_id === id)
  if (!problem) return { status: 404, body: { code: 'not_found' } }
  if (what === 'move') {
    const form = body as unknown as ProblemMoveForm
    if (problem.problem_id === 'q5') return { status: 409, body: { code: 'stale' } }
    if (form.step === 'verify' && form.reason === '本人') return { status: 400, body: { code: 'own_work', field: 'edit.step' } }
    move(problem, form)
  }
  return ok(problemPage(problem.problem_id))
}
