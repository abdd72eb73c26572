import { expect, test } from 'vitest'

import { faults, phase } from './texts'

const text = (from: string, until: string | null = null, words = 't') => ({ text: words, from, until })

test('each way a text cannot stand has words of its own', () => {
  expect(faults([text('2025-01-01', '2025-12-31'), text('2026-01-01')], 10)).toEqual([null, null])
  expect(faults([text('2026-01-01', null, ' ')], 10)).toEqual(['policies.empty'])
  expect(faults([text('2026-01-01', null, '字'.repeat(11))], 10)).toEqual(['policies.tooLong'])
  expect(faults([text('')], 10)).toEqual(['policies.badDate'])
  expect(faults([text('2026-02-30')], 10)).toEqual(['policies.badDate'])
  expect(faults([text('2026-13-01')], 10)).toEqual(['policies.badDate'])
  expect(faults([text('2026-02-01', '2026-01-31')], 10)).toEqual(['policies.backwards'])
  expect(faults([text('2026-01-01'), text('2027-01-01')], 10)).toEqual([null, 'policies.overlap'])
  expect(faults([text('2026-01-01', '2026-06-30'), text('2026-06-30')], 10)).toEqual([null, 'policies.overlap'])
})

test('a text holds on its first and its last day', () => {
  const year = text('2026-01-01', '2026-12-31')
  expect(phase(year, '2025-12-31')).toBe('later')
  expect(phase(year, '2026-01-01')).toBe('today')
  expect(phase(year, '2026-12-31')).toBe('today')
  expect(phase(year, '2027-01-01')).toBe('past')
  expect(phase(text('2026-01-01'), '2099-01-01')).toBe('today')
})
