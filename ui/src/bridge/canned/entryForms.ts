/** Forms of the ledgers as the app would make them, from the same definitions; for tests and for looking at screens. */
import codes from '../../../../data/codes.json'
import definitions from '../../../../data/ledgers.json'
import type { EntryForm, EntryFormQuery, EntryInput, EntryLine, EntryReckoned, FieldShape, FormField, FormValue, Labelled, LedgerCount } from '../commands'

interface Option { code: string; zh: string; en: string }
interface Field {
  code: string; zh: string; en: string; shape: string; list?: string; options?: Option[]; required?: boolean; min?: number; max?: number; most?: number
  show_if?: { field: string; in: string[] }; group_zh?: string; group_en?: string; help_zh?: string; help_en?: string; past?: boolean; today?: boolean; initial?: number
}
export interface Step { code: string; zh: string; en: string; from: string[]; to: string; reason?: boolean; fields?: Field[] }
export interface Definition {
  code: string; zh: string; en: string; about_zh: string; about_en: string; scope: 'household' | 'village' | 'person'; switch?: string
  fields: Field[]; moves: Step[]; states: { code: string; zh: string; en: string; settled?: boolean; editable?: boolean }[]
}

export const DEFINITIONS = definitions.ledgers as unknown as Definition[]
const LISTS = codes as unknown as Record<string, { items?: Option[] }>
const TODAY = '2026-11-18'
/** A text of more characters than this has several lines. */
const ONE_LINE = 100

const english = (): boolean => new URLSearchParams(location.search).get('lang') === 'en'
export const inWords = (zh: string, en: string | undefined): string => (english() && en ? en : zh)
export const labelled = (one: Option): Labelled => ({ code: one.code, label: inWords(one.zh, one.en) })

export function definition(code: string): Definition {
  const found = DEFINITIONS.find((one) => one.code === code)
  if (!found) throw { code: 'not_found' }
  return found
}

export function ledgerCount(one: Definition, open: number, overdue: number, total: number): LedgerCount {
  return { ledger: labelled(one), about: inWords(one.about_zh, one.about_en), open, overdue, total }
}

const MEMBERS: Labelled[] = [{ code: 'm1', label: '王秀英' }, { code: 'm2', label: '王大勇' }, { code: 'm3', label: '王小雨' }]

function shapeOf(field: Field): FieldShape {
  return field.shape === 'text' && (field.most ?? 0) > ONE_LINE ? 'long_text' : (field.shape as FieldShape)
}
function optionsOf(field: Field): Labelled[] {
  if (field.shape === 'member' || field.shape === 'members') return MEMBERS
  return (field.options ?? (field.list ? LISTS[field.list]?.items : undefined) ?? []).map(labelled)
}
function formField(field: Field): FormField {
  return {
    code: field.code, label: inWords(field.zh, field.en), shape: shapeOf(field), required: field.required ?? false, options: optionsOf(field),
    min: field.min ?? null, max: field.max ?? null, most: field.most ?? null,
    show_if: field.show_if ? { field: field.show_if.field, any_of: field.show_if.in } : null,
    group: field.group_zh ? inWords(field.group_zh, field.group_en) : null, help: field.help_zh ? inWords(field.help_zh, field.help_en) : null, past: field.past ?? false,
  }
}

export function entryForm(target: EntryFormQuery, more: Partial<EntryForm> = {}): EntryForm {
  const ledger = definition(target.ledger)
  const step = target.step === 'void' ? { code: 'void', zh: '作废', en: 'Take out', from: [], to: 'voided', reason: true } : ledger.moves.find((one) => one.code === target.step)
  const fields = target.step ? (step?.fields ?? []) : ledger.fields
  const values: Record<string, FormValue> = {}
  for (const field of fields) {
    if (field.today) values[field.code] = TODAY
    if (field.initial !== undefined) values[field.code] = field.initial
  }
  if (ledger.code === 'income' && !target.entry_id) values.annual_family_size = 4
  return {
    target, ledger: labelled(ledger), about: inWords(ledger.about_zh, ledger.about_en), step: step ? labelled(step) : null,
    head_name: ledger.scope === 'household' ? '王秀英' : null, fields: fields.map(formField), values, needs_reason: step?.reason ?? false, reason: '', restored: false,
    reckoned: { lines: [], notices: [] }, ...more,
  }
}

const HEADINGS = [['wage_', '工资性收入', 'Wages', 1], ['biz_', '生产经营性收入', 'Business income', 1], ['prop_', '财产性收入', 'Property income', 1], ['trf_', '转移性收入', 'Transfers', 1], ['exp_', '生产经营性支出', 'Business expenses', -1]] as const
const yuan = (fen: number): string => inWords(`${(fen / 100).toLocaleString('en-US')} 元`, `${(fen / 100).toLocaleString('en-US')} yuan`)

export function reckoned({ target, values }: EntryInput): EntryReckoned {
  if (target.ledger !== 'income' || target.step) return { lines: [], notices: [] }
  const sums = HEADINGS.map(([start, zh, en, sign]) => {
    const sum = Object.entries(values).reduce((all, [code, value]) => (code.startsWith(start) && typeof value === 'number' ? all + value : all), 0)
    return { label: inWords(zh, en), sum, sign, start }
  })
  const net = sums.reduce((all, one) => all + one.sign * one.sum, 0)
  const people = Number(values.annual_family_size ?? 0)
  const line = (label: string, text: string): EntryLine => ({ label, text, group: null })
  const lines = [...sums.map((one) => line(`${one.sign < 0 ? '− ' : '+ '}${one.label}`, yuan(one.sum))), line(inWords('= 纯收入', '= Net income'), yuan(net)), line(inWords('÷ 年度家庭人口数', '÷ People of the year'), String(people || '–'))]
  if (people > 0) lines.push(line(inWords('= 人均纯收入', '= Net income per head'), yuan(Math.round(net / people))))
  const of = (start: string): number => sums.find((one) => one.start === start)?.sum ?? 0
  return { lines, notices: of('biz_') > 0 && of('exp_') === 0 ? [inWords('有生产经营性收入无支出', 'Business income without expenses')] : [] }
}
