import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useHost } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import { entryList, householdEntries, ledgerShelf } from '../../../bridge/canned/entries'
import { households } from '../../../bridge/canned/people'
import { i18n } from '../../i18n'
import HouseholdLedgers from '../../parts/ledgers/HouseholdLedgers.vue'
import EntriesPage from './EntriesPage.vue'
import LedgersPage from './LedgersPage.vue'

beforeEach(() => {
  document.body.innerHTML = '<div id="sheets"></div>'
})

async function opened(page: Component, props: Record<string, unknown>, path = '/', empty = false) {
  const host = cannedWith({
    ledgers: () => ledgerShelf(empty), entries: (query) => entryList(query, empty), household_entries: () => householdEntries(empty),
    list_households: () => ({ total: 2, households: households().slice(0, 2) }), keep_entry_draft: () => ({ lines: [], notices: [] }),
  })
  useHost(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  await router.push(path)
  const wrapper = mount(page, { props, attachTo: document.body, global: { plugins: [i18n, router] } })
  await flushPromises()
  const asked = (name: string) => host.asked.filter(([one]) => one === name).map(([, args]) => args)
  return { wrapper, router, asked }
}

test('what waits for me stands first, and a form that can no longer be sent is only given up', async () => {
  const { wrapper, asked } = await opened(LedgersPage, {})
  expect(wrapper.findAll('h2').map((one) => one.text())).toEqual(['等您办', '没写完的', '户台账', '村台账', '我的台账'])
  await wrapper.findAll('button').find((one) => one.text() === '不填了，清空')?.trigger('click')
  await flushPromises()
  expect(asked('keep_entry_draft')).toMatchObject([{ keep: false, input: { target: { entry_id: 'e2', step: 'pass' } } }])
})

test('a ledger without entries says what it is for', async () => {
  const { wrapper } = await opened(EntriesPage, { ledger: 'good_deed' }, '/ledgers/good_deed', true)
  expect(wrapper.text()).toContain('帮这户办了什么，写一句就行')
})

test('an entry of a household asks which one, an entry of the village does not', async () => {
  const home = await opened(EntriesPage, { ledger: 'measure' }, '/ledgers/measure')
  await home.wrapper.findAll('button').find((one) => one.text() === '记一条')?.trigger('click')
  await flushPromises()
  const lines = [...document.querySelectorAll<HTMLElement>('#sheets .line')]
  lines.find((one) => one.textContent?.includes('李建国'))?.click()
  await flushPromises()
  expect(home.router.currentRoute.value.fullPath).toBe('/entries/new?ledger=measure&household=h1')
  home.wrapper.unmount()
  const village = await opened(EntriesPage, { ledger: 'activity' }, '/ledgers/activity')
  await village.wrapper.findAll('button').find((one) => one.text() === '记一条')?.trigger('click')
  await flushPromises()
  expect(village.router.currentRoute.value.fullPath).toBe('/entries/new?ledger=activity')
})

test('a ledger the county has not turned on takes nothing', async () => {
  const { wrapper } = await opened(EntriesPage, { ledger: 'attendance' }, '/ledgers/attendance')
  expect(wrapper.text()).toContain('县里没有开启这本台账')
  expect(wrapper.find('footer').exists()).toBe(false)
})

test('at the household each ledger leads to its entries and to a new one', async () => {
  const state = { is: 'ready', value: householdEntries(false) }
  const { wrapper } = await opened(HouseholdLedgers, { householdId: 'h0', state })
  const hrefs = wrapper.findAll('a').map((one) => one.attributes('href'))
  expect(hrefs).toContain('/ledgers/good_deed?household=h0')
  expect(hrefs).toContain('/entries/new?ledger=good_deed&household=h0')
  expect(hrefs).toContain('/entries/e4')
  expect(hrefs).not.toContain('/entries/new?ledger=plan&household=h0')
  await wrapper.find('.opener').trigger('click')
  expect(wrapper.findAll('a').map((one) => one.attributes('href'))).toContain('/entries/new?ledger=plan&household=h0')
})

test('the plan of a household stands in a part of its own, the way to write one open', async () => {
  const state = { is: 'ready', value: householdEntries(false) }
  const { wrapper } = await opened(HouseholdLedgers, { householdId: 'h0', state, only: ['plan', 'plan_task'] })
  expect(wrapper.find('.opener').exists()).toBe(false)
  const hrefs = wrapper.findAll('a').map((one) => one.attributes('href') ?? '')
  expect(hrefs).toContain('/entries/new?ledger=plan&household=h0')
  expect(hrefs.some((href) => href.includes('good_deed'))).toBe(false)
})
