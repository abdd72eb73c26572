import type { DefinedField, EntryFieldValue } from '../../api'
import type { FailureCode } from '../../http'

/** What somebody has put into the fields of an entry or a move so far; money in yuan, as typed. */
export type Draft = Record<string, string | string[]>
export type Values = { [key in string]: EntryFieldValue }
export type Wrong = Partial<Record<string, FailureCode>>

const LISTS = ['choices', 'members']
export const isList = (field: DefinedField) => LISTS.includes(field.shape)
export const codeOfField = (field: DefinedField) => field.field.code

/** A form as it opens: what stands is filled in. ID numbers come masked and are typed anew or left alone. */
export function draftOf(fields: readonly DefinedField[], values: Values = {}): Draft {
  return Object.fromEntries(fields.map((field) => [codeOfField(field), drafted(field, values[codeOfField(field)])]))
}

function drafted(field: DefinedField, value: EntryFieldValue | undefined): string | string[] {
  if (isList(field)) return Array.isArray(value) ? [...value] : []
  if (value === undefined || Array.isArray(value) || field.shape === 'id_number') return ''
  return typeof value === 'number' ? (field.shape === 'money' ? yuan(value) : String(value)) : value
}

/** Fen as they are typed: `1200`, `1200.50`. */
export function yuan(fen: number): string {
  const whole = Math.abs(fen)
  const cents = whole % 100
  return `${fen < 0 ? '-' : ''}${Math.trunc(whole / 100)}${cents === 0 ? '' : `.${String(cents).padStart(2, '0')}`}`
}

/** Yuan as typed, in fen; digits only, so that no rounding can creep in. */
export function fen(text: string): number | null {
  const found = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(plain(text))
  if (!found) return null
  const value = Number(found[2]) * 100 + Number((found[3] ?? '').padEnd(2, '0'))
  return found[1] && value !== 0 ? -value : value
}

function whole(text: string): number | null {
  const tidy = plain(text)
  return /^-?\d{1,12}$/.test(tidy) ? Number(tidy) : null
}

/** Without what people put into numbers: separators, blanks and wide digits. */
function plain(text: string): string {
  return text.replace(/[０-９．－]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace(/[\s,，]/g, '')
}

/** The fields to fill in beside what has been chosen, each only where it is asked for. */
export function shownFields(fields: readonly DefinedField[], draft: Draft): DefinedField[] {
  const shown: DefinedField[] = []
  for (const field of fields) {
    const rule = field.show_if
    if (!rule || (shown.some((one) => codeOfField(one) === rule.field) && rule.any_of.includes(String(draft[rule.field] ?? '')))) shown.push(field)
  }
  return shown
}

/** What is sent, and what plainly does not fit. The county looks again all the same. */
export function filled(fields: readonly DefinedField[], draft: Draft, today: string): { values: Values; wrong: Wrong } {
  const values: Values = {}
  const wrong: Wrong = {}
  for (const field of shownFields(fields, draft)) {
    const code = codeOfField(field)
    const told = read(field, draft[code] ?? '', today)
    if (told.wrong) wrong[code] = told.wrong
    else if (told.value !== undefined) values[code] = told.value
    else if (field.required) wrong[code] = 'empty'
  }
  return { values, wrong }
}

function read(field: DefinedField, typed: string | string[], today: string): { value?: EntryFieldValue; wrong?: FailureCode } {
  if (Array.isArray(typed)) return typed.length > 0 ? { value: [...typed] } : {}
  const text = typed.trim()
  if (text === '') return {}
  if (field.shape === 'money' || field.shape === 'integer') {
    const value = field.shape === 'money' ? fen(text) : whole(text)
    if (value === null) return { wrong: 'not_a_number' }
    return (field.min !== null && value < field.min) || (field.max !== null && value > field.max) ? { wrong: 'out_of_range' } : { value }
  }
  if (field.shape === 'date' && field.past && text > today) return { wrong: 'in_the_future' }
  if (field.most !== null && [...text].length > field.most) return { wrong: 'too_long' }
  return { value: text }
}

/** Whether anything was put in since the form opened. */
export function differs(one: Draft, other: Draft): boolean {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].some((code) => String(one[code] ?? '') !== String(other[code] ?? ''))
}

/** What is put right is no longer complained about. */
export function stillWrong<T>(wrong: Partial<Record<string, T>>, now: Draft, before: Draft): Partial<Record<string, T>> {
  return Object.fromEntries(Object.entries(wrong).filter(([code]) => String(now[code] ?? '') === String(before[code] ?? '')))
}

/** Fields under their headings, in their order; a field without a heading stands in a group of none. */
export function underHeadings(fields: readonly DefinedField[]): { zh: string; en: string; fields: DefinedField[] }[] {
  const groups: { zh: string; en: string; fields: DefinedField[] }[] = []
  for (const field of fields) {
    const zh = field.group_zh ?? ''
    const last = groups.at(-1)
    if (last && last.zh === zh) last.fields.push(field)
    else groups.push({ zh, en: field.group_en ?? zh, fields: [field] })
  }
  return groups
}
