import type { Labelled, ParamRow } from '../../api'

/** A value as people read it: an option by its label, the rest as it stands. */
export function shown(row: ParamRow, value: string): Labelled {
  return row.options.find((option) => option.code === value) ?? { code: value, zh: value, en: value }
}

export const unit = (row: ParamRow) => ({ zh: row.unit_zh ?? '', en: row.unit_en ?? '' })

/** Whether the parameter takes what was typed; the county has the last word. */
export function fits(row: ParamRow, typed: string): boolean {
  const text = typed.trim()
  if (row.kind === 'number') return /^-?\d+$/.test(text) && Number(text) >= (row.min ?? -Infinity) && Number(text) <= (row.max ?? Infinity)
  if (row.kind === 'option') return row.options.some((option) => option.code === text)
  if (row.kind === 'month_day') return isMonthDay(text)
  return text !== '' && [...text].length <= (row.max_length ?? Infinity)
}

/** A day that comes every year: 29 February does not. */
function isMonthDay(text: string): boolean {
  if (!/^\d\d-\d\d$/.test(text)) return false
  const day = new Date(`2001-${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(5, 10) === text
}
