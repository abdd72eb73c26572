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
    reckoned: reckoned({ target, values }), ...more,
  }
}

const yuan = (fen: number): string => inWords(`${(fen / 100).toLocaleString('en-US')} 元`, `${(fen / 100).toLocaleString('en-US')} yuan`)

export function reckoned({ target, values }: Pick<EntryInput, 'target' | 'values'>): EntryReckoned {
  if (target.ledger !== 'income' || target.step) return { lines: [], notices: [] }
  const of = (start: string): number => Object.entries(values).reduce((all, [code, value]) => (code.startsWith(start) && typeof value === 'number' ? all + value : all), 0)
  const income = of('wage_') + of('biz_') + of('prop_') + of('trf_')
  const net = income - of('exp_')
  const reference = net + of('claim_') - of('oop_')
  const people = Number(values.annual_family_size ?? 0)
  if (people === 0) return { lines: [], notices: [] }
  const headings: [string, [string, string][]][] = [
    [inWords('纯收入', 'Net income'), [
      [inWords('收入合计（工资＋经营＋财产＋转移）', 'Income (wages + business + property + transfers)'), yuan(income)], [inWords('减：生产经营性支出', 'Less business expenses'), yuan(of('exp_'))],
      [inWords('家庭纯收入', 'Net income of the household'), yuan(net)], [inWords('人均纯收入（÷ 年度家庭人口数）', 'Net income per head (÷ people of the year)'), `${net / 100} ÷ ${people} = ${yuan(Math.round(net / people))}`],
    ]],
    [inWords('监测参考', 'For monitoring'), [
      [inWords('监测参考收入（＋理赔－合规自付）', 'Reference income (+ claims − own spending that counts)'), yuan(reference)], [inWords('人均参考收入', 'Reference income per head'), `${reference / 100} ÷ ${people} = ${yuan(Math.round(reference / people))}`],
      [inWords('当年监测范围（人均）', 'The line in force (per head)'), `${yuan(870_000)} · ${inWords('不低于监测范围', 'not below the line')}`],
    ]],
  ]
  const lines = headings.flatMap(([group, all]) => all.map(([label, text]): EntryLine => ({ label, text, group })))
  return { lines, notices: of('biz_') > 0 && of('exp_') === 0 ? [inWords('有生产经营性收入，没有支出', 'Business income without expenses')] : [] }
}
