import { expect, test } from 'vitest'

import { bytesText, dateText, fenOf, plainDigits, tidyChinese, timeText, yuanTyped } from './format'

test.each([
  ['12.5', 1250], ['0.01', 1], ['1,234', 123400], ['１２．５', 1250], ['-3', -300], ['9007199.99', 900719999], ['5.', 500],
])('%s yuan is exactly %i fen', (typed, fen) => expect(fenOf(typed)).toBe(fen))

test.each(['', '1.234', 'abc', '1e3', '--1', '1.2.3'])('"%s" is no amount of money', (typed) => expect(fenOf(typed)).toBeNull())

test('fen come back as they were typed', () => {
  for (const typed of ['12.5', '0.01', '1234', '-3.1']) expect(yuanTyped(fenOf(typed) ?? Number.NaN)).toBe(typed)
})

test('times are those of the county, wherever the phone believes it is', () => {
  expect(timeText(Date.UTC(2026, 2, 8, 18, 5), 'zh')).toBe('3月9日 02:05')
  expect(dateText('2026-03-08', 'zh')).toBe('2026年3月8日')
  expect(dateText('202109', 'zh')).toBe('2021年9月')
  expect(dateText('not a date', 'zh')).toBe('not a date')
})

test('half-width marks between Chinese characters become full-width', () => {
  expect(tidyChinese('电话;视频(未入户),不计')).toBe('电话；视频（未入户），不计')
  expect(tidyChinese('L/人·天 1,000 (WGS-84)')).toBe('L/人·天 1,000 (WGS-84)')
})

test('sizes read as people say them', () => {
  expect([bytesText(900), bytesText(640_000), bytesText(999_600), bytesText(1_240_000)]).toEqual(['900\u00a0B', '640\u00a0KB', '1.0\u00a0MB', '1.2\u00a0MB'])
  expect(plainDigits(' １２３。５ ')).toBe('123.5')
})
