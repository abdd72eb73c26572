import { expect, test } from 'vitest'
import type { FactField } from '../../api'
import { changedFields, placeOf } from './facts'

const field = (code: string, value: unknown): FactField => ({ field: { code, zh: code, en: code }, shape: 'text', least: null, most: null, required: false, options: [], value, contested: false })

test('only what was changed is sent, and codes in another order are no change', () => {
  const fields = [field('phone', '13800001234'), field('health', ['1', '2']), field('address', null), field('no_labor', false)]
  const values = { phone: '13800001234', health: ['2', '1'], address: null, no_labor: false }
  expect(changedFields(fields, values)).toEqual([])
  expect(changedFields(fields, { ...values, address: '河边 3 号', no_labor: true })).toEqual([{ field: 'address', value: '河边 3 号' }, { field: 'no_labor', value: true }])
  expect(changedFields(fields, { ...values, phone: null })).toEqual([{ field: 'phone', value: null }])
})

test('half of a place is none: an emptied axis empties it whole', () => {
  const at = { lat_e7: 348_600_000, lon_e7: 1_056_700_000 }
  expect(placeOf(at)?.lat).toBe(34.86)
  expect(placeOf(at, 'lon', 105.7)?.whole).toEqual({ lat_e7: 348_600_000, lon_e7: 1_057_000_000 })
  expect(placeOf(at, 'lat', undefined)).toBeNull()
  expect(placeOf(null)).toBeNull()
})
