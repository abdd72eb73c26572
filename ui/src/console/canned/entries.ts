import type { EntryCounts, EntryFieldValue, EntryMoveForm, EntryPage, EntryRow, EntrySaveForm, EntrySearch, EntryStepRow, IncomeFigures, Labelled, WaitingSearch } from '../api'
import { BOOK_LEDGERS } from '../../shared/print/ledgers'
import { ledgers, raw, type RawLedger } from './ledgers'
import { me, now } from './people'
import { householdPage, households } from './visits'

// Invented people and places throughout: nothing here exists.
const day = 24 * 3_600_000
const date = (ms: number) => new Date(ms + day / 3).toISOString().slice(0, 10)
const ago = (days: number) => date(now - days * day)
const VOIDED: Labelled = { code: 'voided', zh: '已作废', en: 'Taken out' }
const steps: Record<string, Labelled> = { saved: { code: 'saved', zh: '记入', en: 'Written' }, corrected: { code: 'corrected', zh: '更正', en: 'Corrected' }, void: { code: 'void', zh: '作废', en: 'Taken out' } }
type Values = { [key in string]: EntryFieldValue }
interface Kept { id: string; ledger: string; state: string; household: number | null; author: string; values: Values; made_ms: number; steps: EntryStepRow[] }

const rawOf = (code: string): RawLedger => raw.find((one) => one.code === code) ?? raw[0]!
const definitionOf = (code: string) => ledgers.find((one) => one.ledger.code === code) ?? ledgers[0]!
function stateOf(ledger: string, code: string): Labelled {
  return definitionOf(ledger).states.find((one) => one.state.code === code)?.state ?? VOIDED
}
function stepOf(ledger: string, code: string): Labelled {
  return steps[code] ?? definitionOf(ledger).moves.find((one) => one.step.code === code)?.step ?? { code, zh: code, en: code }
}
const line = (ledger: string, code: string, state: string, by_name: string, at_ms: number, more: Partial<EntryStepRow> = {}): EntryStepRow => ({ step: stepOf(ledger, code), state: stateOf(ledger, state), by_name, at_ms, reason: null, values: {}, contested: [], ...more })

type Seed = [ledger: string, state: string, household: number | null, days: number, values: Values, history?: [step: string, state: string, more?: Partial<EntryStepRow>][]]
const seeds: Seed[] = [
  ['good_deed', 'recorded', 0, 1, { category: 'medical', done_on: ago(1), text: '帮王德福联系县医院专家复查，往返接送', member: 'm1', value: 12_000 }],
  ['good_deed', 'recorded', 1, 4, { category: 'water_power', done_on: ago(4), text: '修好漏水的厨房水管' }, [['corrected', 'recorded', { values: { text: '修好漏水的厨房水管' }, contested: ['category'] }]]],
  ['good_deed', 'voided', 2, 9, { category: 'material', done_on: ago(9), text: '送米送油（重复登记）', value: 20_000 }, [['void', 'voided', { reason: '和上一条重复' }]]],
  ['measure', 'under_way', 0, 20, { category: 'industry', project: '养殖土鸡 50 只，镇畜牧站跟踪技术', start_on: ago(20), end_on: date(now + 100 * day), amount: 350_000, quantity: 50, unit: '只', source_unit: '桃源镇畜牧站' }, [['start', 'under_way']]],
  ['measure', 'planned', 3, 6, { category: 'public_post', project: '安排护林员公益岗', member: 'm1', start_on: date(now + 10 * day), amount: 800_000 }],
  ['measure', 'done', 4, 60, { category: 'housing', project: '危房改造', start_on: ago(90), amount: 2_800_000 }, [['finish', 'done', { values: { done_on: ago(60), effect: '新房已入住，鉴定为 A 级' } }]]],
  ['plan', 'submitted', 0, 3, { year_from: `${ago(0).slice(0, 4)}-01-01`, year_to: `${ago(0).slice(0, 4)}-12-31`, situation: '老两口带孙女，靠低保和零工。', causes: ['illness', 'lack_labor'], goal: '稳住医疗保障，人均纯收入过万', income_goal: 1_000_000 }, [['submit', 'submitted']]],
  ['plan', 'returned', 1, 12, { year_from: ago(12), year_to: date(now + 300 * day), goal: '发展庭院经济' }, [['submit', 'submitted'], ['send_back', 'returned', { reason: '目标太笼统，请写清品种和数量' }]]],
  ['plan_task', 'open', 0, 40, { text: '带王德福办慢病证', category: 'health', member: 'm1', due_on: ago(5) }],
  ['plan_task', 'open', 0, 2, { text: '联系合作社收鸡蛋', due_on: date(now + 2 * day) }],
  ['income', 'recorded', 0, 8, { window: 'exited', from: '2025-10-01', to: '2026-09-30', annual_family_size: 3, wage_migrant: 1_440_000, wage_public_post_village: 600_000, biz_crop: 320_050, trf_dibao: 486_000, trf_pension: 258_000, oop_total: 214_300, note: '务工按流水核' }],
  ['member_change', 'reported', 0, 2, { kind: 'birth', on: ago(16), name: '王小满', relation: '之孙子', gender: '1', birth: ago(16), id_number: '620502********1219', note: '出生医学证明已看' }],
  ['member_change', 'refused', 2, 30, { kind: 'death', on: ago(35), member: 'm1' }, [['refuse', 'refused', { reason: '人还在，是搬到县城住' }]]],
  ['household_change', 'proposed', 0, 5, { kind: 'split', on: ago(6), members: ['m3'], new_head: 'm3', text: '孙女成年另立户' }],
  ['case', 'town_passed', 3, 11, { kind: 'identify', source: 'self', found_on: ago(11), risk_types: ['illness'], text: '住院自付 4.2 万元，家里借了外债。' }, [
    ['check', 'checked', { values: { checked_on: ago(9), authorised: 'yes', finding: '情况属实' } }], ['vote', 'voted', { values: { voted_on: ago(8), attended: 17, in_favour: 16, conflict: 'none' } }],
    ['publish', 'on_notice', { values: { notice_from: ago(7), notice_to: ago(2), notice_place: '上河村村务公开栏' } }], ['pass', 'town_passed', { values: { passed_on: ago(1), objections: 'none', opinion: '同意上报' } }],
  ]],
  ['case', 'on_notice', 5, 14, { kind: 'identify', source: 'screening', found_on: ago(17), risk_types: ['accident'], text: '务工受伤，半年没有收入。' }, [['check', 'checked'], ['vote', 'voted'], ['publish', 'on_notice', { values: { notice_from: ago(1), notice_to: date(now + 5 * day), notice_place: '上河村村务公开栏' } }]]],
  ['data_check', 'open', 2, 3, { kind: 'systems', found_on: ago(3), text: '省里比对：名下有大额存款' }],
  ['activity', 'recorded', null, 2, { type: 'training', on: ago(2), times: 1, people: 46, amount: 60_000, text: '花椒修剪培训' }],
  ['project', 'under_way', null, 70, { name: '上河村蓄水池维修', source: 'county', budget: 18_600_000, unit: '县水务局', start_on: ago(60), households: 112, text: '维修三座蓄水池，更换主管道 2.4 公里' }, [['progress', 'under_way', { values: { on: ago(10), percent: 60, paid: 9_000_000 } }]]],
  ['aid', 'recorded', null, 5, { source: 'donation', form: 'cash', on: ago(5), amount: 5_000_000, text: '某企业捐资修路灯' }],
  ['stationed', 'recorded', null, 3, { month_on: `${ago(30).slice(0, 7)}-01`, days: 21, counted: 2 }],
  ['leave', 'requested', null, 1, { type: 'leave_sick', from: date(now + day), to: date(now + 3 * day), halfdays: 6, text: '看牙' }],
  ['suggestion', 'open', null, 7, { kind: 'burden', text: '走访完还要在两个系统各填一遍，建议打通。' }],
]

const entries: Kept[] = seeds.map(([ledger, state, household, days, values, history = []], at) => {
  const made_ms = now - days * day
  const author = at % 2 ? '李春燕' : '赵明德'
  const first = rawOf(ledger).states[0]?.code ?? state
  return { id: `e${at + 1}`, ledger, state, household, author, values, made_ms, steps: [line(ledger, 'saved', first, author, made_ms, { values }), ...history.map(([step, to, more], n) => line(ledger, step, to, n % 2 ? '孙建国' : author, made_ms + (n + 1) * (day / 2), more))] }
})

const settled = (one: Kept) => one.state === 'voided' || definitionOf(one.ledger).states.find((state) => state.state.code === one.state)?.settled === true
function rowOf(one: Kept): EntryRow {
  const own = rawOf(one.ledger)
  const home = one.household === null ? null : (households[one.household] ?? null)
  const said = (code: string | undefined) => (code === undefined ? undefined : one.values[code])
  const options = (code: string) => definitionOf(one.ledger).fields.find((field) => field.field.code === code)?.options ?? []
  const kind = own.kind ? options(own.kind).find((option) => option.code === said(own.kind)) : undefined
  const title = own.title.map((code) => options(code).find((option) => option.code === said(code))?.zh ?? String(said(code) ?? '')).filter(Boolean).join(' ')
  const amount = said(own.amount)
  const dueOn = one.ledger === 'plan_task' ? said('due_on') : one.ledger === 'case' && one.values.kind === 'identify' ? date(Date.parse(String(said('found_on'))) + 15 * day) : one.ledger === 'data_check' ? date(now + 27 * day) : undefined
  const due = settled(one) ? null : (dueOn === undefined ? null : String(dueOn))
  return {
    entry_id: one.id, ledger: definitionOf(one.ledger).ledger, state: stateOf(one.ledger, one.state), settled: settled(one), kind: kind ?? null, title, household_id: home?.household_id ?? null, head_name: home?.head_name ?? '', town: '桃源镇', village: own.scope === 'person' ? '' : '上河村',
    author_name: one.author, unsigned: false, day: own.day ? String(said(own.day) ?? '') || null : null, amount_fen: typeof amount === 'number' ? amount : null, due, overdue: due !== null && due < date(now), made_ms: one.made_ms,
  }
}

function income(values: Values): IncomeFigures {
  const sum = (head: string) => Object.entries(values).reduce((all, [code, value]) => (code.startsWith(head) && typeof value === 'number' ? all + value : all), 0)
  const people = Number(values.annual_family_size) || 1
  const [wage, business, property, transfer, expense, claim, out_of_pocket] = ['wage_', 'biz_', 'prop_', 'trf_', 'exp_', 'claim_', 'oop_'].map(sum) as [number, number, number, number, number, number, number]
  const net = wage + business + property + transfer - expense
  const reference = net + claim - out_of_pocket
  return { wage, business, property, transfer, expense, claim, out_of_pocket, people, net, per_capita_net: Math.round(net / people), reference, per_capita_reference: Math.round(reference / people), line_fen: 1_000_000 }
}

export function entryPage(id: string): EntryPage | null {
  const one = entries.find((entry) => entry.id === id)
  if (!one) return null
  const own = rawOf(one.ledger)
  const open = own.states.find((state) => state.code === one.state)
  const members = one.household === null ? [] : householdPage(one.household).members.filter((member) => member.active).map(({ member_id, name }) => ({ member_id, name }))
  const offered = own.moves.filter((move) => move.from.includes(one.state)).map((move) => move.code)
  const reckoned = one.ledger === 'income' ? income(one.values) : null
  return {
    row: rowOf(one), values: one.values, names: Object.fromEntries(members.map((member) => [member.member_id, member.name])), members, steps: one.steps, moves: one.state === 'voided' ? [] : [...offered, 'void'], may_correct: open?.editable === true,
    income: reckoned, notices: reckoned && reckoned.business > 0 && reckoned.expense === 0 ? [{ code: 'biz_without_expense', zh: '有生产经营性收入，没有生产经营性支出', en: 'Business income without business expenses' }] : [],
  }
}

/** What a household's printed book holds of its ledgers. */
export const rowsOf = (household: string): EntryRow[] => entries.filter((one) => BOOK_LEDGERS.some((ledger) => ledger === one.ledger) && one.state !== 'voided').map(rowOf).filter((row) => row.household_id === household)

const holds: Record<keyof EntryCounts, (row: EntryRow) => boolean> = {
  open: (row) => !row.settled, overdue: (row) => row.overdue, settled: (row) => row.settled && row.state.code !== 'voided', voided: (row) => row.state.code === 'voided', all: () => true,
}
function search(form: Partial<EntrySearch>) {
  const within = entries.filter((one) => one.ledger === form.ledger).map(rowOf).filter((row) => (!form.kind || row.kind?.code === form.kind) && (!form.household_id || row.household_id === form.household_id) && (!form.from || (row.day ?? '') >= form.from) && (!form.to || (row.day ?? '') <= form.to))
  const found = within.filter(holds[(form.group ?? 'all') as keyof EntryCounts] ?? holds.all)
  return {
    entries: found, counts: Object.fromEntries(Object.entries(holds).map(([name, has]) => [name, within.filter(has).length])),
    amount_fen: definitionOf(form.ledger ?? '').has_amount ? found.reduce((sum, row) => sum + (row.state.code === 'voided' ? 0 : (row.amount_fen ?? 0)), 0) : null, next: null,
  }
}

/** The first move from where it stands is what it waits for. */
const waits = (one: Kept) => rawOf(one.ledger).moves.find((move) => move.from.includes(one.state))
const MINE = ['plan', 'member_change', 'household_change', 'case', 'leave', 'suggestion', 'income']
function waiting(form: Partial<WaitingSearch>) {
  const mine = entries.filter((one) => MINE.includes(one.ledger) && !settled(one) && waits(one) && one.state !== 'returned')
  const names = [...new Set(mine.map((one) => one.ledger))]
  return {
    entries: mine.filter((one) => !form.ledger || one.ledger === form.ledger).map((one) => ({ row: rowOf(one), step: stepOf(one.ledger, waits(one)?.code ?? '') })),
    ledgers: names.map((name) => ({ ledger: definitionOf(name).ledger, waiting: mine.filter((one) => one.ledger === name).length })), next: null,
  }
}

function save(form: EntrySaveForm) {
  if (Object.values(form.values).includes('超长')) return { status: 400, body: { code: 'too_long', field: 'values.text' } }
  const old = entries.find((one) => one.id === form.entry_id)
  if (old) {
    const changed = Object.fromEntries(Object.entries(form.values).filter(([code, value]) => String(old.values[code]) !== String(value)))
    old.values = form.values
    old.steps = [...old.steps, line(old.ledger, 'corrected', old.state, me.name, Date.now(), { values: changed })]
    return { status: 200, body: entryPage(old.id) }
  }
  const state = rawOf(form.ledger).states[0]?.code ?? ''
  const at = households.findIndex((one) => one.household_id === form.household_id)
  const id = `e${entries.length + 1}`
  entries.unshift({ id, ledger: form.ledger, state, household: at < 0 ? null : at, author: me.name, values: form.values, made_ms: Date.now(), steps: [line(form.ledger, 'saved', state, me.name, Date.now(), { values: form.values })] })
  return { status: 200, body: entryPage(id) }
}

function move(one: Kept, form: EntryMoveForm) {
  if (form.seen_state !== one.state || one.id === 'e9') return { status: 409, body: { code: 'stale' } }
  const step = rawOf(one.ledger).moves.find((candidate) => candidate.code === form.step)
  if (form.step === 'pass') return { status: 400, body: { code: 'notice_running', field: 'values.passed_on' } }
  one.state = step?.to ?? 'voided'
  one.steps = [...one.steps, line(one.ledger, form.step, one.state, me.name, Date.now(), { reason: form.reason, values: form.values })]
  return { status: 200, body: entryPage(one.id) }
}

const sheet = (row: EntryRow) => `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>公示</title><style>@page{size:A4}body{font:18px serif;padding:60px}h1{text-align:center}table{width:100%;border-collapse:collapse}th,td{border:1px solid #000;padding:10px;text-align:left}</style></head><body><h1>公　示</h1><p>现将下列农户情况予以公示，接受群众监督。</p><table><tr><th>户主姓名</th><td>${row.head_name}</td></tr><tr><th>所在村组</th><td>${row.village}</td></tr></table></body></html>`

export const villages = { villages: [{ code: '620502100201', name: '上河村', town: '桃源镇' }, { code: '620502100202', name: '下河村', town: '桃源镇' }, { code: '620502101201', name: '石门村', town: '云台乡' }] }

/** What the county would say to a question about ledgers or their entries. */
export function answerEntries(collection: string, id: string | undefined, what: string | undefined, body: Record<string, unknown>): { status: number; body?: unknown } {
  if (collection === 'ledgers') return { status: 200, body: ledgers }
  if (collection === 'villages') return { status: 200, body: villages }
  if (id === undefined) return save(body as unknown as EntrySaveForm)
  if (id === 'search') return { status: 200, body: search(body) }
  if (id === 'waiting') return { status: 200, body: waiting(body) }
  const one = entries.find((entry) => entry.id === id)
  if (!one) return { status: 404, body: { code: 'not_found' } }
  if (what === 'notice') return ['voted', 'on_notice'].includes(one.state) ? { status: 200, body: sheet(rowOf(one)) } : { status: 409, body: { code: 'not_from_here' } }
  if (what === 'moves') return move(one, body as unknown as EntryMoveForm)
  return { status: 200, body: entryPage(id) }
}
