import { expect, test } from 'vitest'
import { ago, bytes, count, countdown, dateTime, distance, duration, exactTime, money, percent, share, span } from './format'

const newYear = Date.UTC(2025, 11, 31, 16, 30, 5)

test('times are the county’s wherever the browser is', () => {
  expect(dateTime(newYear)).toBe('2026-01-01 00:30')
  expect(exactTime(newYear)).toBe('2026-01-01 00:30:05')
})

test('coverage never claims to be complete when a household is missing', () => {
  expect(percent(2412, 2413)).toBe('99.9%')
  expect(percent(2413, 2413)).toBe('100%')
  expect(percent(1, 3)).toBe('33.3%')
  expect(percent(13, 20)).toBe('65.0%')
  expect(percent(0, 20)).toBe('0%')
  expect(percent(0, 0)).toBe('—')
})

test('a bar never leaves its track', () => {
  expect(share(5, 0)).toBe(0)
  expect(share(7, 5)).toBe(100)
})

test('numbers are grouped and money keeps its fen', () => {
  expect(count(12486)).toBe('12,486')
  expect(money(1_824_050)).toBe('¥ 18,240.50')
  expect(money(-5)).toBe('−¥ 0.05')
})

test('ages and lengths are not rounded up', () => {
  const now = newYear + 119 * 60_000
  expect(ago(newYear, now, 'en')).toBe('1 hour ago')
  expect(ago(newYear, now, 'zh')).toBe('1 小时前')
  expect(duration(65 * 60_000 + 59_000, 'zh')).toBe('1 小时 5 分')
  expect(duration(-1, 'en')).toBe('0 min')
})

test('a countdown reaches zero only when the time is over', () => {
  expect(countdown(900_000)).toBe('15:00')
  expect(countdown(1)).toBe('00:01')
  expect(countdown(-500)).toBe('00:00')
  expect(countdown(3_661_000)).toBe('1:01:01')
})

test('sizes and distances use the unit a person expects', () => {
  expect(bytes(812)).toBe('812 B')
  expect(bytes(14_822)).toBe('14.5 KB')
  expect(bytes(4_200_000_000)).toBe('3.9 GB')
  expect(distance(38.4)).toBe('38 m')
  expect(distance(1240)).toBe('1.2 km')
})

test('a span is told in one unit, never less than it is and hardly more', () => {
  expect([400, 41_200, 7_500_000, 187_200_000, 31_536_000_000].map((ms) => span(ms, 'en'))).toEqual(['0.4 s', '42 s', '2.1 h', '2.2 days', '365 days'])
})
