import { expect, test } from 'vitest'
import { dueOf, today } from './due'
import { fieldOf } from './fieldOf'

const problem = (code: string, due: string | null, overdue = false) => ({ state: { code, zh: '', en: '' }, due, overdue })

test('days to a due day are counted in the county, wherever the browser is', () => {
  // 23 November in Shanghai, still the 22nd in London.
  const day = today(Date.parse('2026-11-22T17:30:00Z'))
  expect(day).toBe('2026-11-23')
  expect(dueOf(problem('assigned', '2026-12-02'), day)).toEqual({ is: 'left', days: 9 })
  expect(dueOf(problem('assigned', '2026-11-23'), day)).toEqual({ is: 'today' })
  expect(dueOf(problem('assigned', '2026-11-11', true), day)).toEqual({ is: 'late', days: 12 })
  expect(dueOf(problem('long_term', null), day)).toEqual({ is: 'none' })
})

test('whether it is overdue is the county’s word, also when the clocks disagree', () => {
  expect(dueOf(problem('assigned', '2026-11-23', true), '2026-11-23')).toEqual({ is: 'late', days: 1 })
  expect(dueOf(problem('assigned', '2026-11-22', false), '2026-11-23')).toEqual({ is: 'today' })
})

test('what is settled is not late any more', () => {
  for (const state of ['closed', 'merged', 'cancelled']) expect(dueOf(problem(state, '2026-11-01'), '2026-11-23')).toEqual({ is: 'settled' })
})

test('a field is found by its name, wherever the county says it stands', () => {
  expect(fieldOf('edit.reason')).toBe('reason')
  expect(fieldOf('edit.photos[2]')).toBe('photos')
  expect(fieldOf('due')).toBe('due')
  expect(fieldOf(undefined)).toBeUndefined()
})
