import { flushPromises, mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import type { TaskCard } from '../../../../bridge'
import { household } from '../../../../bridge/canned/people'
import { i18n } from '../../../i18n'
import TasksPart from './TasksPart.vue'

async function shown(change: Partial<TaskCard>, at = 0) {
  const home = household('h0')
  home.tasks = home.tasks.map((task, one) => (one === at ? { ...task, ...change } : task))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  const wrapper = mount(TasksPart, { props: { home }, global: { plugins: [i18n, router] } })
  await flushPromises()
  return { wrapper, items: wrapper.findAll('li') }
}

test('a visit that could not be made is told with its reason, and is still to be made', async () => {
  const { wrapper, items } = await shown({ state: 'overdue' })
  expect(items[0]?.text()).toContain('已超期')
  expect(items[0]?.text()).toContain('12月31日前')
  expect(items[0]?.text()).toContain('11月15日上门没走访成：举家外出务工')
  expect(items[0]?.find('.tried').attributes('href')).toBe('/entries/e4')
  await items[0]?.find('button').trigger('click')
  expect(wrapper.emitted('visit')).toEqual([['routine']])
  const cannot = items[0]?.findAll('a').find((one) => one.text() === '未能走访')
  expect(cannot?.attributes('href')).toBe('/entries/new?ledger=no_visit&household=h0&then=back')
})

test('a visit that was made asks nothing more', async () => {
  const { items } = await shown({ state: 'done', done: 1, done_on: '2026-11-12' })
  expect(items[0]?.text()).toContain('11月12日完成')
  expect(items[0]?.text()).not.toContain('没走访成')
  expect(items[0]?.find('button').exists()).toBe(false)
})

test('what is not asked says why, in words', async () => {
  const { items } = await shown({ state: 'cancelled', reason: 'no_cadence', from: null, until: null, times: 0, could_not: null })
  expect(items[0]?.text()).toContain('不用走访')
  expect(items[0]?.text()).toContain('县里没有规定这类户的走访次数')
  expect(items[0]?.findAll('button, a')).toHaveLength(0)
})

test('good deeds are counted, and a campaign opens visits with its own list', async () => {
  const { wrapper, items } = await shown({ done: 1, times: 2 }, 1)
  expect(items[1]?.text()).toContain('本期 1/2 件')
  expect(items[1]?.find('a').attributes('href')).toBe('/entries/new?ledger=good_deed&household=h0&then=back')
  expect(items[2]?.find('a').attributes('href')).toBe('/campaigns/k1')
  await items[2]?.find('button').trigger('click')
  expect(wrapper.emitted('visit')).toEqual([['full']])
})
