import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'

import { useHost } from '../../../bridge'
import type { Me } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import { me as cannedMe } from '../../../bridge/canned/people'
import { i18n, setLanguage } from '../../i18n'
import SyncCard from './SyncCard.vue'

beforeEach(() => {
  vi.useFakeTimers()
  setLanguage('en')
})
afterEach(() => {
  vi.useRealTimers()
  setLanguage('zh')
})

function shown(sync: Partial<Me['sync']>, more: Partial<Me> = {}) {
  const host = cannedWith({ sync_now: () => new Promise<never>(() => undefined), cancel_sync: () => ({}) })
  useHost(host)
  const me: Me = { ...cannedMe(), ...more, sync: { ...cannedMe().sync, ...sync } }
  return { host, wrapper: mount(SyncCard, { props: { me }, global: { plugins: [i18n] } }) }
}

test('says when it tries again, counting down, and why the last failed', async () => {
  const { wrapper } = shown({ next_in_s: 20, last_error: 'offline' })
  expect(wrapper.text()).toContain('Tries again in 20 s')
  expect(wrapper.text()).toContain('No signal')
  vi.advanceTimersByTime(6_000)
  await nextTick()
  expect(wrapper.text()).toContain('Tries again in 14 s')
  vi.advanceTimersByTime(60_000)
  await nextTick()
  expect(wrapper.text()).toContain('Tries again any moment')
})

test('to be without signal is not said to be a failure, whatever else is', () => {
  expect(shown({ last_error: 'offline' }).wrapper.text()).not.toContain('failed')
  expect(shown({ last_error: 'server_full' }).wrapper.text()).toContain('The last sync failed. The county server is full')
})

test('what waits for a person at the county is not said to wait on this phone', () => {
  const [one] = cannedMe().waiting
  if (!one) throw new Error('nothing waits')
  const waiting = (['quarantined', 'held'] as const).map((delivery) => ({ ...one, delivery }))
  const { wrapper } = shown({}, { waiting, photos_waiting: 0 })
  expect(wrapper.find('h2').text()).toBe('2 records wait for a person at the county')
})

test('long waits are told in minutes', () => {
  expect(shown({ next_in_s: 1_790 }).wrapper.text()).toContain('about 30 min')
})

test('a phone with nothing to be up for promises no time', () => {
  const { wrapper } = shown({ next_in_s: null, last_error: null })
  expect(wrapper.text()).not.toContain('Tries again')
  expect(vi.getTimerCount()).toBe(0)
})

test('what no further try cures is not said to be tried', () => {
  const { wrapper } = shown({ next_in_s: 21_000, needs_person: true, last_error: 'signed_out' })
  expect(wrapper.text()).toContain('Does not try again by itself')
  expect(wrapper.text()).not.toContain('min')
})

test('photos that only wait for Wi-Fi are told apart', () => {
  expect(shown({}, { photos_for_wifi: 3 }).wrapper.text()).toContain('3 photos wait for Wi-Fi')
  expect(shown({}, { photos_for_wifi: 0 }).wrapper.text()).not.toContain('Wi-Fi')
})

test('a person can try at once', async () => {
  const { host, wrapper } = shown({ last_error: 'offline' })
  await wrapper.get('button').trigger('click')
  expect(wrapper.text()).not.toContain('Try now')
  expect(host.asked).toContainEqual(['sync_now', {}])
})

test('no clock is left ticking when the card is gone', () => {
  const { wrapper } = shown({ next_in_s: 500 })
  wrapper.unmount()
  expect(vi.getTimerCount()).toBe(0)
})
