import type { BackupList, ComplianceForm, CompliancePage, EditStepRow, FactForm, JobView, LeaveForm, PersonPage, PersonSignInMade, TeamForm, TeamList } from '../api'
import { leavePreview } from './leaving'
import { me, now, people } from './people'

// Invented people and places throughout: nothing here exists.
const hour = 3_600_000
type Answer = { status: number; body?: unknown }
const ok = (body: unknown): Answer => ({ status: 200, body })

export const compliance: CompliancePage = {
  may_turn: true,
  switches: [
    { name: 'ranking', is_on: false, steps: [] },
    {
      name: 'attendance', is_on: true,
      steps: [
        { is_on: true, document: '关于进一步规范驻村干部考勤管理的通知', number: '青政发〔2026〕3号', issued_on: '2026-03-01', reason: '', by_name: '陈思远', at_ms: now - 90 * 24 * hour },
        { is_on: false, document: '', number: '', issued_on: '', reason: '上级文件到期', by_name: '罗静', at_ms: now - 200 * 24 * hour },
        { is_on: true, document: '驻村帮扶干部管理办法（试行）', number: '青政办〔2025〕11号', issued_on: '2025-01-08', reason: '', by_name: '罗静', at_ms: now - 300 * 24 * hour },
      ],
    },
    { name: 'gallery_import', is_on: false, steps: [{ is_on: false, document: '', number: '', issued_on: '', reason: '不再需要', by_name: '陈思远', at_ms: now - 12 * hour }] },
  ],
}

const steps: EditStepRow[] = [
  { sequence: 71, of: '', field: { code: 'roles', zh: '角色', en: 'Roles' }, was_zh: '帮扶干部（桃源镇 · 上河村）', was_en: 'Cadre (桃源镇 · 上河村)', became_zh: '队长（桃源镇 · 上河村）、帮扶干部（桃源镇 · 上河村）', became_en: 'Captain (桃源镇 · 上河村), Cadre (桃源镇 · 上河村)', by_name: '陈思远', at_ms: now - 30 * 24 * hour },
  { sequence: 70, of: '', field: { code: 'phone', zh: '电话', en: 'Phone' }, was_zh: '', was_en: '', became_zh: '13900001234', became_en: '13900001234', by_name: '陈思远', at_ms: now - 31 * 24 * hour },
]

export const personPage = (id: string): PersonPage => {
  const card = people.people.find((one) => one.person_id === id) ?? people.people[0]!
  const isCounty = card.roles.includes('county')
  return {
    person_id: card.person_id,
    facts: { name: card.name, unit: card.unit, phone: '13900001234', roles: card.roles.map((role) => ({ role, area: isCounty ? '620502' : role === 'town_captain' ? '620502103' : '620502103204' })) },
    role_areas: card.roles.map(() => card.area), county_code: '620502', rank: { code: 'section', zh: '科级', en: 'Section head' }, post_start: '2025-03-01', post_end: null,
    sign_in: { login: card.roles.includes('cadre') && card.roles.length === 1 ? null : 'zhaomd', has_password: card.roles.length > 1, one_time_until_ms: card.person_id === 'p1' ? now + 20 * hour : null, needs_totp: isCounty, has_totp: isCounty, may_sign_in: card.roles.some((role) => role !== 'cadre') },
    work: { households: card.households, teams_led: card.roles.includes('captain') ? 1 : 0, problems: card.households > 8 ? 3 : 0, phones: card.devices, last_contact_ms: card.last_contact_ms },
    teams: card.roles.includes('cadre') ? [{ team_id: 't1', town: '桃源镇', village: '上河村', leads: card.roles.includes('captain') }] : [],
    devices: card.devices ? [{ device_id: 'd1', name: '荣耀 X50', app_version: '0.1.0', contact_ms: card.last_contact_ms ?? now, revoked_ms: null }, { device_id: 'd0', name: '红米 Note 9', app_version: '0.0.9', contact_ms: now - 60 * 24 * hour, revoked_ms: now - 50 * 24 * hour }] : [],
    helping_unit_id: card.unit_listed ? 'u1' : null, mentor: card.person_id === 'p1' ? { name: '孙建国', facts: { mentor_id: 'p3', from: '2025-03-01', to: '2025-09-01' } } : null, guides: card.person_id === 'p3' ? [{ person_id: 'p1', name: '赵明德' }] : [], needs_mentor: card.person_id === 'p2',
    leaves_on: card.leaves_on, leaves_reason: card.leaves_on ? '任期届满' : null, today: new Date(now).toISOString().slice(0, 10),
    ended_on: card.ended_on, end_reason: card.ended_on ? '任期届满，调回原单位' : null, history: card.person_id === 'p1' ? steps : [], may_edit: true,
  }
}
const signInMade: PersonSignInMade = { login: 'zhaomd', password: 'k7qf-3mxa-9twd', until_ms: now + 72 * hour, totp_secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', otpauth: 'otpauth://totp/Ruhu:zhaomd?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Ruhu' }

export const teams: TeamList = {
  may_edit: true,
  teams: [
    { team_id: 't1', village_code: '620502103204', village: '上河村', town: '桃源镇', captain_id: 'p1', households: 86, members: [{ person_id: 'p1', name: '赵明德', unit: '县水务局' }, { person_id: 'p2', name: '李春燕', unit: '桃源镇卫生院' }] },
    { team_id: 't2', village_code: '620502103205', village: '石门村', town: '云台乡', captain_id: 'p5', households: 54, members: [{ person_id: 'p5', name: '周文斌', unit: '县农业农村局' }, { person_id: 'p4', name: '马秀英', unit: '县教育局' }] },
  ],
}

export const backups: BackupList = {
  is_sqlite: true, folder: '/srv/ruhu/ruhu-data/backups', job_id: null, free_bytes: 42_300_000_000,
  backups: [
    { name: 'county-20261128210004.sqlite', bytes: 318_767_104, made_ms: now - 14 * hour, photos: 20_418 },
    { name: 'county-20261121210002.sqlite', bytes: 301_989_888, made_ms: now - 182 * hour, photos: 19_022 },
  ],
}
const job: JobView = { job_id: 'j1', kind: 'backup', state: 'running', done: 190_000_000, total: 318_767_104, begun_ms: now, ended_ms: null, code: null, result: null, file: null }

const text = (code: string, zh: string, en: string, value: unknown, most = 300) => ({ field: { code, zh, en }, shape: 'text', least: null, most, required: code === 'group', options: [], value, contested: code === 'address' })
export const factForm: FactForm = {
  records: [
    {
      kind: 'household', record_id: 'h1', name: '王建国', version: 4,
      fields: [
        { ...text('phone', '联系电话', 'Phone', '13800001234'), shape: 'phone', most: null }, text('address', '家庭住址', 'Address', '上河村 12 号'), text('group', '村民小组', 'Village group', '三组', 100),
        { ...text('annual_family_size', '年度家庭人口数', 'People in the household this year', 4), shape: 'number', least: 1, most: 60, required: true }, { ...text('no_labor', '整户无劳动能力', 'Nobody able to work', false), shape: 'flag', required: true },
        { ...text('place', '住房位置', 'Where the house is', { lat_e7: 348_612_345, lon_e7: 1_056_712_345 }), shape: 'place' },
      ],
    },
    { kind: 'member', record_id: 'm1', name: '王建国', version: 2, fields: [{ ...text('health', '健康状况', 'Health', ['healthy']), shape: 'choices', options: [{ code: 'healthy', zh: '健康', en: 'Healthy' }, { code: 'chronic', zh: '长期慢性病', en: 'Chronic illness' }] }, text('work_company', '务工单位', 'Employer', null, 100)] },
  ],
}

/** What the pages of administration ask; `null` for what is not theirs. */
export function answerAdmin(collection: string | undefined, id: string | undefined, move: string | undefined, body: Record<string, unknown>, isPost: boolean): Answer | null {
  if (collection === 'compliance') {
    if (isPost) turn(body as unknown as ComplianceForm)
    return ok(structuredClone(compliance))
  }
  if (collection === 'backups') return isPost ? ok({ job_id: 'j1' }) : ok(backups)
  if (collection === 'jobs' && id === job.job_id) return ok(move === 'stop' ? { ...job, state: 'stopped' } : job)
  if (collection === 'teams') {
    if (id) return ok({ steps })
    const form = body as unknown as TeamForm
    const team = teams.teams.find((one) => one.team_id === form.team_id)
    if (isPost && team) Object.assign(team, { captain_id: form.wanted.captain_id })
    return ok(structuredClone(teams))
  }
  if (collection === 'people' && id !== 'search' && move !== 'post') {
    if (move === 'leave-preview') return ok(leavePreview(body as unknown as LeaveForm))
    if (move === 'leave') return ok({ ...personPage(id ?? 'p1'), leaves_on: (body as unknown as LeaveForm).last_day })
    if (move === 'stay') return ok({ ...personPage(id ?? 'p1'), leaves_on: null })
    if (move === 'sign-in' || move === 'totp') return ok(signInMade)
    return ok(personPage(id ?? 'p1'))
  }
  if (collection === 'households' && move === 'facts') return ok(structuredClone(factForm))
  if (collection === 'households' && move === 'history') return ok({ steps: [{ ...steps[1], of: '王建国', field: { code: 'work_company', zh: '务工单位', en: 'Employer' }, was_zh: '', became_zh: '县纺织厂' }] })
  return null
}

function turn(form: ComplianceForm) {
  const one = compliance.switches.find((known) => known.name === form.name)
  if (!one) return
  one.is_on = form.on
  one.steps.unshift({ is_on: form.on, document: form.document, number: form.number, issued_on: form.issued_on, reason: form.reason, by_name: me.name, at_ms: Date.now() })
}
