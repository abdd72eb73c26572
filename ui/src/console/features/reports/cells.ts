import { count, percent } from '../../format'

/** A cell as people read it: a dash where there is nothing, shares never rounded up to 100 %. */
export function shown(value: string | number | null, kind: string): string {
  if (value === null || value === '') return '—'
  if (typeof value === 'string') return value
  if (kind === 'percent') return percent(value, 1)
  return Number.isInteger(value) ? count(value) : value.toFixed(1)
}
