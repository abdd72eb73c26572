import { expect, test } from 'vitest'
import { periods } from './periods'

const days = (span: string, today: string) => periods(span, today).map(({ from, to }) => `${from}/${to}`)

test('a week begins on Monday, also on a Sunday', () => {
  expect(days('week', '2026-11-29').slice(0, 2)).toEqual(['2026-11-23/2026-11-29', '2026-11-16/2026-11-22'])
  expect(days('week', '2026-11-30')[0]).toBe('2026-11-30/2026-12-06')
})

test('spans before this one run back over the end of a year', () => {
  expect(days('half_year', '2026-03-01')).toEqual(['2026-01-01/2026-06-30', '2025-07-01/2025-12-31', '2025-01-01/2025-06-30', '2024-07-01/2024-12-31'])
  expect(days('quarter', '2026-02-28').slice(0, 2)).toEqual(['2026-01-01/2026-03-31', '2025-10-01/2025-12-31'])
  expect(days('year', '2026-02-28')[1]).toBe('2025-01-01/2025-12-31')
})

test('a month has its halves, and February its own end', () => {
  expect(days('month', '2026-02-10').slice(0, 3)).toEqual(['2026-02-01/2026-02-28', '2026-02-01/2026-02-15', '2026-02-16/2026-02-28'])
})
