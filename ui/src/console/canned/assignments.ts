/** Made-up helpers and what is planned with them. */
import type { BulkMovePreview, HelperForm, HelperList, HelperLoad, HouseholdHelpers, Labelled, PostForm, TermList, UnhelpedList, UpcomingList } from '../api'
import { householdPage, households } from './visits'

const code = (name: string, zh: string, en: string): Labelled => ({ code: name, zh, en })
const ranks = [code('county_leader', '县级领导干部', 'County leader'), code('section_chief', '科级干部', 'Section-chief cadre'), code('staff', '一般干部', 'Ordinary cadre'), code('village_committee', '村两委干部', 'Village committee cadre')]
const quotas = [10, 8, 6, 2]
export const today = '2026-11-22'

const someone = (id: string, name: string, unit: string, rank: number, own: number, load: string): HelperLoad => ({
  person_id: id, name, unit, rank: ranks[rank] ?? null, households: own, co_households: id === 'p2' ? 2 : 0, quota: quotas[rank] ?? null, load, post_start: null, post_end: null,
})
const people: HelperLoad[] = [
  someone('p1', '赵明德', '县水务局', 1, 18, 'over_quota'), someone('p2', '李春燕', '桃源镇卫生院', 2, 3, 'under_quota'), someone('p4', '马秀英', '县教育局', 2, 8, 'fits'), someone('p6', '高志远', '县文旅局', -1, 0, 'fits'),
]

export const rows = (): HouseholdHelpers['helpers'] => [
  { assignment_id: 'a1', person_id: 'p1', name: '赵明德', unit: '县水务局', primary: true, from: '2025-03-01', to: '2026-11-30', standing: 'now', reason: null, moves: [] },
  { assignment_id: 'a2', person_id: 'p2', name: '李春燕', unit: '桃源镇卫生院', primary: true, from: '2026-12-01', to: null, standing: 'planned', reason: null, moves: ['hand_over', 'withdraw'] },
  { assignment_id: 'a3', person_id: 'p1', name: '赵明德', unit: '县水务局', primary: false, from: '2026-12-01', to: '2026-12-07', standing: 'planned', reason: null, moves: ['withdraw'] },
  { assignment_id: 'a0', person_id: 'p5', name: '周文斌', unit: '县农业农村局', primary: true, from: '2023-01-01', to: '2025-02-28', standing: 'past', reason: '轮换', moves: [] },
]

export function helpersOf(id: string): HouseholdHelpers {
  const { household } = householdPage(Number(id.slice(1)) - 1)
  const helpers = id === 'h1' ? rows() : id === 'h2' ? [] : [{ ...rows()[0]!, to: null, moves: ['hand_over'] }]
  return { household_id: id, head_name: household.head_name, number: household.number, town: household.town, village: household.village, category: household.category, monitored: household.category !== null, ended: false, today, seen: 's1', may_change: true, helpers, notices: [] }
}

function changed(id: string, form: HelperForm): { status: number; body: unknown } {
  const page = helpersOf(id)
  if (form.seen !== page.seen) return { status: 409, body: { code: 'stale' } }
  if (form.step === 'assign' && form.kind === 'primary' && page.helpers.length > 0) return { status: 400, body: { code: 'primary_exists', field: 'kind' } }
  if (form.step === 'hand_over' && (form.overlap_days ?? 0) < 1) return { status: 400, body: { code: 'no_overlap', field: 'overlap_days' } }
  const who = people.find((one) => one.person_id === form.person_id)
  const notices = who && who.load !== 'fits' ? [{ person_id: who.person_id, name: who.name, households: who.households, quota: who.quota, load: who.load }] : []
  return { status: 200, body: { ...page, notices } }
}

const unhelped = (): UnhelpedList => ({
  households: households.slice(0, 3).map((one, at) => ({ household_id: one.household_id, number: one.number, head_name: one.head_name, town: one.town, village: one.village, category: one.category, risk_eliminated: at === 2, co_helpers: at === 1 ? 1 : 0, planned_from: at === 2 ? '2026-12-01' : null })),
  next: null, total: 3, monitored: 2,
})
const upcoming = (): UpcomingList => ({
  households: [{ household_id: 'h1', number: households[0]!.number, head_name: households[0]!.head_name, town: '桃源镇', village: '上河村', category: households[0]!.category, day: '2026-11-30', helpers: rows().slice(0, 3) }], next: null, today,
})
const term = (id: string, name: string, start: string, ends: string, days: number, state: string, successor: string | null) => ({
  team_id: 't1', person_id: id, name, unit: '县水务局', town: '桃源镇', village: '上河村', captain: id === 'p1', rank: ranks[2] ?? null, post_start: start, post_end: null, ends, days_left: days, state, successor_name: successor, lacks_successor: successor === null,
})
const terms = (): TermList => ({
  terms: [term('p1', '赵明德', '2024-11-01', '2026-10-31', -22, 'over', null), term('p2', '李春燕', '2024-12-20', '2026-12-19', 27, 'ends_soon', '马秀英')],
  next: null, total: 2, rotation_months: 24, alert_days: 90, today, may_change: true, ranks: ranks.map((rank, at) => ({ rank, quota: quotas[at] ?? null })),
})
const preview = (): BulkMovePreview => ({
  households: households.slice(0, 3).map((one, at) => ({ household_id: one.household_id, number: one.number, head_name: one.head_name, village: one.village, primary: at !== 1, seen: `s${at}`, refused: at === 1 ? 'same_person' : null })),
  can: 2, cannot: 1, notices: [{ person_id: 'p1', name: '赵明德', households: 20, quota: 8, load: 'over_quota' }],
})

const ok = (body: unknown) => ({ status: 200, body })

/** `helpers/…`, `households/:id/helpers` and `people/:id/post`. */
export function answerAssignments(what: string, id: string | undefined, body: Record<string, unknown>, isPost: boolean): { status: number; body: unknown } {
  if (what === 'household') return isPost ? changed(id ?? '', body as unknown as HelperForm) : ok(helpersOf(id ?? ''))
  if (what === 'post') return ok({ lacks_successor: (body as unknown as PostForm).wanted.post_end !== null })
  switch (id) {
    case 'unhelped': return ok(unhelped())
    case 'search': {
      const group = String(body.group)
      const found = people.filter((one) => (group === 'idle' ? one.households === 0 : group === 'all' || one.load === group)).filter((one) => one.name.includes(String(body.text ?? '')))
      return ok({ people: found, next: null, total: found.length, most: 15 } satisfies HelperList)
    }
    case 'upcoming': return ok(upcoming())
    case 'terms': return ok(terms())
    case 'move-preview': return ok(preview())
    case 'move': return ok({ moved: (body.households as unknown[]).length, notices: [] })
    default: return { status: 404, body: { code: 'not_found' } }
  }
}
