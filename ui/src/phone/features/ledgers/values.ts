/** Values of a form as they are typed: which fields are shown, what each still lacks. The app judges again. */
import type { EntryForm, EntryLine, ErrorCode, FormField, FormValue } from '../../../bridge'
import { fenOf, plainDigits, yuanTyped } from '../../../shared/format'

export type Values = EntryForm['values']

/** Fields to be shown beside these values, in order. One that hangs on a hidden one is hidden too. */
export function shownFields(fields: FormField[], values: Values): FormField[] {
  const seen: Values = {}
  return fields.filter((field) => {
    const { show_if } = field
    const on = show_if ? seen[show_if.field] : undefined
    if (show_if && !(typeof on === 'string' && show_if.any_of.includes(on))) return false
    const value = values[field.code]
    if (value !== undefined) seen[field.code] = value
    return true
  })
}

/** What is sent: nothing of a hidden field. */
export function shownValues(fields: FormField[], values: Values): Values {
  const sent: Values = {}
  for (const { code } of shownFields(fields, values)) {
    const value = values[code]
    if (value !== undefined) sent[code] = value
  }
  return sent
}

/** The values with one changed. Nothing typed is no value. */
export function withValue(values: Values, code: string, value: FormValue | null): Values {
  const next = { ...values }
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) delete next[code]
  else next[code] = value
  return next
}

/** Money and numbers as they are typed; what is no number stays the text it is, so that a draft keeps it. */
export function numberTyped(shape: 'money' | 'integer', typed: string): FormValue | null {
  const plain = plainDigits(typed).replace(/[, ]/g, '')
  if (plain === '') return null
  if (shape === 'money') return fenOf(plain) ?? typed.trim()
  return /^-?\d{1,9}$/.test(plain) ? Number(plain) : typed.trim()
}

export function numberText(shape: 'money' | 'integer', value: FormValue | undefined): string {
  if (typeof value === 'number') return shape === 'money' ? yuanTyped(value) : String(value)
  return typeof value === 'string' ? value : ''
}

/** What is plainly wrong with what was typed; null while nothing is. */
export function wrongWith(field: FormField, value: FormValue | undefined): ErrorCode | null {
  if (field.shape !== 'money' && field.shape !== 'integer') return null
  if (typeof value === 'string') return /^-?[\d,]+\.\d{3,}$/.test(plainDigits(value)) && field.shape === 'money' ? 'answer_too_many_decimals' : 'answer_not_a_number'
  if (typeof value === 'number' && ((field.min !== null && value < field.min) || (field.max !== null && value > field.max))) return 'fact_out_of_range'
  return null
}

/** Everything that keeps a form from being saved, by field. */
export function faultsOf(fields: FormField[], values: Values): Record<string, ErrorCode> {
  const faults: Record<string, ErrorCode> = {}
  for (const field of shownFields(fields, values)) {
    const value = values[field.code]
    const empty = value === undefined || (typeof value === 'string' && value.trim() === '')
    const fault = empty ? (field.required ? 'fact_empty' : null) : wrongWith(field, value)
    if (fault) faults[field.code] = fault
  }
  return faults
}

/** A number of a paper: no spaces, digits plain, letters as they stand on it. */
export function idTyped(typed: string): string {
  return plainDigits(typed).replace(/\s/g, '').toUpperCase()
}

export interface Group { name: string | null; fields: FormField[] }

/** Fields under their headings. A heading over a single field says nothing its label does not. */
export function groupsOf(fields: FormField[]): Group[] {
  const groups: Group[] = []
  for (const field of fields) {
    const last = groups[groups.length - 1]
    if (last && last.name === field.group) last.fields.push(field)
    else groups.push({ name: field.group, fields: [field] })
  }
  return groups.map((group) => (group.name !== null && group.fields.length === 1 ? { ...group, name: null } : group))
}

/** What a group of amounts comes to; null where it holds anything else. */
export function sumOf(group: Group, values: Values): number | null {
  if (group.fields.some((field) => field.shape !== 'money')) return null
  return group.fields.reduce((sum, { code }) => {
    const value = values[code]
    return typeof value === 'number' ? sum + value : sum
  }, 0)
}

/** The line everything comes down to, without the way there: the last under the first heading. */
export function headlineOf(lines: EntryLine[]): EntryLine | null {
  const last = lines.filter((line) => line.group === lines[0]?.group).at(-1)
  return last ? { ...last, label: last.label.replace(/\s*[（(].*$/, ''), text: last.text.replace(/^.*=\s*/, '') } : null
}
