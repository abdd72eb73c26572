import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'

import { visitPage } from '../../canned/visits'
import { span } from '../../format'
import { i18n } from '../../words'
import TimeCard from './TimeCard.vue'

const DAY = 86_400_000

function shown(time: Partial<ReturnType<typeof visitPage>['time']>, flags: string[] = []): string {
  const page = visitPage('v1')
  const changed = { ...page, visit: { ...page.visit, flags }, time: { ...page.time, ...time } }
  return mount(TimeCard, { props: { page: changed }, global: { plugins: [i18n] } }).text()
}

test('a time is shown with its doubt and where it is from', () => {
  const text = shown({ error_ms: 1_820, basis: 'contact' })
  expect(text).toContain('± 1.9 秒')
  expect(text).toContain('对时')
})

test('a clock that was off is told, and which way', () => {
  expect(shown({ wall_off_ms: 366 * DAY }, ['clock_off'])).toContain('快了 366 天')
  expect(shown({ wall_off_ms: -366 * DAY }, ['clock_off'])).toContain('慢了 366 天')
  expect(shown({ wall_off_ms: 300 })).not.toContain('快了')
})

test('an older visit claims no exactness', () => {
  const text = shown({ error_ms: null, basis: null, wall_off_ms: null })
  expect(text).not.toContain('±')
  expect(text).toContain('未知')
})

test('a doubt is never rounded down', () => {
  expect([1_820, 10_001, 120_001, 7_200_001, 2 * DAY + 1].map((ms) => span(ms, 'en'))).toEqual(['1.9 s', '11 s', '3 min', '2.1 h', '2.1 days'])
})
