import { expect, test } from 'vitest'

import type { FactInput, FactShape } from '../../../bridge'
import { inputFrom, toggledCodes, typedFrom } from './input'

const NUMBER: FactShape = { type: 'number', least: 0, most: 12 }

test('what is not changed comes out as it went in', () => {
  const kept: [FactShape, FactInput][] = [
    [{ type: 'phone' }, { type: 'text', value: '13800001234' }],
    [{ type: 'text', most: 300 }, { type: 'nothing' }],
    [NUMBER, { type: 'number', value: 6 }],
    [{ type: 'flag' }, { type: 'flag', value: false }],
    [{ type: 'choices', options: [], alone: [] }, { type: 'codes', value: ['chronic'] }],
    [{ type: 'place' }, { type: 'place', value: { lat: 34.5808, lon: 105.7242 } }],
  ]
  for (const [shape, value] of kept) expect(inputFrom(shape, typedFrom(value)), shape.type).toEqual(value)
})

test('a number out of its bounds, or no number at all, cannot be saved', () => {
  for (const text of ['13', '-1', '1.5', '六', '']) expect(inputFrom(NUMBER, { ...typedFrom({ type: 'nothing' }), text }), text).toBeNull()
  expect(inputFrom(NUMBER, { ...typedFrom({ type: 'nothing' }), text: '１２' })).toEqual({ type: 'number', value: 12 })
})

test('half a place is no place', () => {
  expect(inputFrom({ type: 'place' }, { ...typedFrom({ type: 'nothing' }), lat: '34.5' })).toBeNull()
})

test('healthy stands alone', () => {
  expect(toggledCodes(['healthy'], ['chronic', 'disabled'], 'healthy')).toEqual(['healthy'])
  expect(toggledCodes(['healthy'], ['healthy'], 'chronic')).toEqual(['chronic'])
  expect(toggledCodes(['healthy'], ['chronic'], 'chronic')).toEqual([])
})
