import { expect, test } from 'vitest'

import { dueOf, stateLook } from './ledgerLook'

test('the due day is told in days, late ones as a warning with their own words', () => {
  const due = (days_left: number | null, open = true) => dueOf({ open, days_left })
  expect(due(-2)).toMatchObject({ key: 'problem.dueLate', count: 2, tone: 'bad', icon: 'warning' })
  expect(due(0)).toMatchObject({ key: 'problem.dueToday', tone: 'warn' })
  expect(due(3)).toMatchObject({ key: 'problem.dueLeft', count: 3, tone: 'warn' })
  expect(due(4)).toMatchObject({ count: 4, tone: 'quiet' })
  expect(due(null)).toMatchObject({ key: 'problem.dueNone' })
  expect(due(-2, false)).toBeNull()
})

test('a state of tomorrow still has an icon', () => {
  expect(stateLook('sleeping').icon).toBe('info')
})
