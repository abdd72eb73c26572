import type { FactField, FactSaved } from '../../api'

export type FactValues = Record<string, unknown>

const E7 = 1e7
interface Place { lat_e7: number; lon_e7: number }
const isPlace = (value: unknown): value is Place => typeof value === 'object' && value !== null && 'lat_e7' in value && 'lon_e7' in value

/** A place in degrees, with one axis changed where asked; emptied whole when an axis is. */
export function placeOf(value: unknown, axis?: 'lat' | 'lon', to?: number): { lat: number; lon: number; whole: Place } | null {
  if (axis !== undefined && to === undefined) return null
  const whole: Place = isPlace(value) ? { ...value } : { lat_e7: 0, lon_e7: 0 }
  if (axis !== undefined && to !== undefined) whole[`${axis}_e7`] = Math.round(to * E7)
  else if (!isPlace(value)) return null
  return { lat: whole.lat_e7 / E7, lon: whole.lon_e7 / E7, whole }
}

/** What differs from what was read: nothing else is sent, so that nobody claims to have corrected what he only saw. */
export function changedFields(fields: FactField[], values: FactValues): FactSaved[] {
  return fields.flatMap((field) => {
    const value = values[field.field.code] ?? null
    return same(value, field.value ?? null) ? [] : [{ field: field.field.code, value }]
  })
}

/** Codes are the same in any order; a phone counts as it was typed. */
function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) return JSON.stringify([...one].sort()) === JSON.stringify([...other].sort())
  if (isPlace(one) && isPlace(other)) return one.lat_e7 === other.lat_e7 && one.lon_e7 === other.lon_e7
  return one === other
}
