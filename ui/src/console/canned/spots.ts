import type { SpotCheckPage, SpotCheckRow, SpotForm, SpotItemPage, SpotItemRow, SpotProblemForm, SpotResultForm, SpotResultRow } from '../api'
import { overview } from './overview'
import { me, now } from './people'
import { problems } from './problems'
import { households } from './visits'

const day = 86_400_000
const date = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
const areas = [['village_household_facts', '村情村户掌握', 'Knows the village and its households'], ['policy', '帮扶政策掌握', 'Knows the assistance policies'], ['action', '“一行动一活动”开展', '“One action, one activity” carried out'], ['team_role', '工作队作用发挥', 'What the team achieves'], ['support', '工作队保障措施落实', 'Support for the team']]
  .map(([code, zh, en]) => ({ code: code!, zh: zh!, en: en! }))
const blank = { household_id: null, alerted: false, reached: null, in_village: null, scores: null, total: null, notes: '', checked_on: null, checked_by: '', version: 0, problem_number: null, problem_id: null, problem_title: '', problem_due: null, problem_state: null, problem_result: '' }
const scores = (facts: number, policy: number, action: number, role: number, support: number) => ({ facts, policy, action, role, support })
const people: [string, string, string, string, Partial<SpotItemRow>][] = [
  ['赵明德', '县水务局', '桃源镇', '上河村', { reached: 'yes', in_village: true, scores: scores(18, 16, 20, 17, 19), total: 90, notes: '村情熟，慢病政策答得不全。', checked_on: date(now - 2 * day), checked_by: '郭主任', version: 1 }],
  ['李春燕', '桃源镇卫生院', '桃源镇', '下河村', { alerted: true, reached: 'yes', in_village: false, scores: scores(11, 9, 14, 12, 15), total: 61, notes: '当天不在村，政策答错三处。', checked_on: date(now - 2 * day), checked_by: '郭主任', version: 2, problem_id: 'q4', problem_number: '620502-2026-00414', problem_title: '驻村队员政策掌握不够、当天不在村', problem_due: date(now + 9 * day), problem_state: { code: 'assigned', zh: '交办', en: 'Assigned' } }],
  ['孙建国', '桃源镇人民政府', '桃源镇', '上河村', { reached: 'no_answer', checked_on: date(now - day), checked_by: '郭主任', version: 1 }],
  ['马志强', '县教育局', '云台乡', '云台村', {}], ['陈秀兰', '县农业农村局', '云台乡', '石坎村', { alerted: true }], ['周卫东', '市交通局', '清水镇', '柳沟村', { reached: 'left', checked_on: date(now - day), checked_by: '郭主任', version: 1 }], ['何玉梅', '县民政局', '清水镇', '柳沟村', {}],
]
const items: SpotItemRow[] = people.map(([asked, unit, town, village, more], at) => ({ ...blank, item_id: `i${at + 1}`, position: at + 1, town, village, captain: at % 2 ? '孙建国' : asked, asked, unit, ...more }))

const figures = () => {
  const scored = items.filter((one) => one.total !== null)
  return { drawn: items.length, done: items.filter((one) => one.version > 0).length, reached: items.filter((one) => one.reached === 'yes').length, problems: items.filter((one) => one.problem_id).length, average: scored.length ? Math.round(scored.reduce((sum, one) => sum + (one.total ?? 0), 0) * 10 / scored.length) / 10 : null }
}
const first = { check_id: 'c1', number: '2026-003', title: '四季度视频抽查', kind: 'member', method: 'video', made_ms: now - 3 * day, made_by: '郭主任', cancelled: false }
let cancelled: { ms: number; reason: string } | null = null
const row = (): SpotCheckRow => ({ ...first, ...figures(), cancelled: cancelled !== null })
const older: SpotCheckRow[] = [
  { check_id: 'c2', number: '2026-002', title: '', kind: 'household', method: 'on_site', drawn: 60, done: 60, reached: 57, problems: 4, average: null, made_ms: now - 60 * day, made_by: '郭主任', cancelled: false },
  { check_id: 'c3', number: '2026-001', title: '试抽', kind: 'team', method: 'phone', drawn: 15, done: 0, reached: 0, problems: 0, average: null, made_ms: now - 62 * day, made_by: '郭主任', cancelled: true },
]
const page = (): SpotCheckPage => ({
  check: row(), seed: '20261126-SJ07', days: 90, count: 7, percent: null, asked_towns: [], frame_units: 412, frame_sha256: '7d0c7e5f6f5a4f1f8f4f6b26b7c7bd1c0f3a2f37a7a1c9bb56c4cfa1d7e3b905',
  towns: ['桃源镇', '云台乡', '清水镇'].map((town, at) => {
    const own = items.filter((one) => one.town === town)
    return { code: `62050210${at}`, town, drawn: own.length, done: own.filter((one) => one.version > 0).length, reached: own.filter((one) => one.reached === 'yes').length, problems: own.filter((one) => one.problem_id).length, average: at === 0 ? 75.5 : null }
  }),
  cancelled_ms: cancelled?.ms ?? null, cancelled_by: cancelled ? me.name : null, cancel_reason: cancelled?.reason ?? null, areas, today: date(now),
})

const results = new Map<string, SpotResultRow[]>()
const past = (one: SpotItemRow, version: number, how: string, more: Partial<SpotResultRow> = {}): SpotResultRow => ({ version, how, reason: '', reached: one.reached ?? 'yes', in_village: one.in_village, scores: one.scores, total: one.total, notes: one.notes, checked_on: one.checked_on ?? date(now), by_name: '郭主任', at_ms: now - 2 * day, ...more })
for (const one of items) if (one.version > 0) results.set(one.item_id, one.version === 2 ? [past(one, 2, 'correct', { reason: '保障一项记错' }), past(one, 1, 'first', { scores: scores(11, 9, 14, 12, 5), total: 51 })] : [past(one, 1, 'first')])

function itemPage(one: SpotItemRow): SpotItemPage {
  return {
    check: row(), seed: '20261126-SJ07', item: one, phone: one.item_id === 'i7' ? null : '13893801234', left: one.reached === 'left', areas, drawn_on: date(now - 3 * day), results: results.get(one.item_id) ?? [],
    others: one.item_id === 'i2' ? [{ item_id: 'i1', number: '2026-001', method: 'phone', reached: 'yes', total: 74, checked_on: date(now - 200 * day) }] : [], problem: problems.find((problem) => problem.problem_id === one.problem_id) ?? null,
    next_id: items.find((other) => other.version === 0 && other.item_id !== one.item_id)?.item_id ?? null, today: date(now),
  }
}

function preview(form: SpotForm) {
  if (form.seed && !/^[A-Za-z0-9-]{1,64}$/.test(form.seed.trim())) return { status: 400, body: { code: 'bad_seed', field: 'seed' } }
  const towns = overview.towns.filter((town) => form.towns.length === 0 || form.towns.includes(town.code)).map((town, at) => ({ code: town.code, town: town.name, units: at === 3 ? 0 : 31 - at * 3, recent: at === 3 ? 0 : 4, waiting: at === 0 ? 2 : 0, eligible: at === 3 ? 0 : 27 - at * 3 - (at === 0 ? 2 : 0), alerted: at % 2 ? 6 : 0, quota: 0 }))
  const eligible = towns.reduce((sum, town) => sum + town.eligible, 0)
  const sample = form.count ?? Math.ceil((eligible * (form.percent ?? 0)) / 100)
  if (eligible === 0) return { status: 400, body: { code: 'empty_frame', field: 'towns' } }
  if (sample > eligible) return { status: 400, body: { code: 'sample_too_large', field: form.count === null ? 'percent' : 'count' } }
  for (let left = sample; left > 0; left -= 1) [...towns].sort((one, other) => (other.eligible - other.quota * 6) - (one.eligible - one.quota * 6)).find((town) => town.quota < town.eligible)!.quota += 1
  return { status: 200, body: { seed: form.seed?.trim() || '7KQF-3MXA-9TWD', frame_sha256: 'f'.repeat(64), eligible, sample, towns } }
}

/** What the county would say about spot checks. */
export function answerSpots(collection: string, id: string | undefined, what: string | undefined, body: Record<string, unknown>, posted: boolean): { status: number; body?: unknown } {
  const ok = (answer: unknown) => ({ status: 200, body: answer })
  if (collection === 'spot-items') {
    const one = items.find((item) => item.item_id === id)
    if (!one) return { status: 404, body: { code: 'not_found' } }
    if (what === 'result') {
      const form = body as unknown as SpotResultForm
      const total = form.scores ? Object.values(form.scores).reduce((sum, n) => sum + n, 0) : null
      Object.assign(one, { reached: form.reached, in_village: form.in_village, scores: form.scores, total, notes: form.notes, checked_on: form.checked_on, checked_by: me.name, version: one.version + 1 })
      results.set(one.item_id, [past(one, one.version, form.how, { reason: form.reason ?? '', by_name: me.name, at_ms: Date.now() }), ...(results.get(one.item_id) ?? [])])
    }
    if (what === 'problem') {
      const form = body as unknown as SpotProblemForm
      Object.assign(one, { problem_id: 'q4', problem_number: '620502-2026-00414', problem_title: form.title, problem_due: form.due, problem_state: { code: 'assigned', zh: '交办', en: 'Assigned' } })
    }
    return ok(itemPage(one))
  }
  if (!id) return posted ? ok(page()) : ok({ checks: [row(), ...older], next: null })
  if (id === 'preview') return preview(body as unknown as SpotForm)
  if (what === 'search') {
    const town = typeof body.town === 'string' ? page().towns.find((one) => one.code === body.town)?.town : undefined
    const holds: Record<string, (one: SpotItemRow) => boolean> = { all: () => true, waiting: (one) => one.version === 0, checked: (one) => one.reached === 'yes', unreached: (one) => one.reached !== null && one.reached !== 'yes', problem: (one) => one.problem_id !== null }
    return ok({ items: items.filter((one) => (!town || one.town === town) && (holds[String(body.group ?? 'all')] ?? (() => true))(one)), next: null })
  }
  if (what === 'proof') return ok({ frame_holds: true, sample_holds: true, frame: households.map((one) => `620502100\t${one.household_id}\t1`).join('\n'), file_name: 'spot-check-2026-003-frame.tsv' })
  if (what === 'cancel') cancelled = { ms: Date.now(), reason: String(body.reason) }
  return ok(page())
}
