import { flushPromises, mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useHost } from '../../../bridge'
import type { CampaignPage as Campaign } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import { campaignPage } from '../../../bridge/canned/tasks'
import { i18n } from '../../i18n'
import CampaignPage from './CampaignPage.vue'

async function opened(more: Partial<Campaign> = {}, empty = false) {
  const host = cannedWith({
    campaign: () => ({ ...campaignPage('k1', empty), ...more }),
    start_visit: () => { throw { code: 'not_found' } },
  })
  useHost(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  const wrapper = mount(CampaignPage, { props: { id: 'k1' }, attachTo: document.body, global: { plugins: [i18n, router] } })
  await flushPromises()
  return { wrapper, router, asked: host.asked, homes: wrapper.findAll('.campaign-home') }
}

test('the households that are left come first, and one that was tried says why not', async () => {
  const { wrapper, homes } = await opened()
  expect(wrapper.text()).toContain('还剩 12 天')
  expect(wrapper.text()).toContain('已走访 74/120 户')
  expect(wrapper.text()).toContain('要求覆盖 100%')
  expect(wrapper.text()).toContain('云农领办发〔2026〕18号')
  expect(wrapper.text()).toContain('入户排查')
  expect(homes[0]?.text()).toContain('举家外出务工')
  expect(homes.at(-1)?.text()).toContain('11月12日走访')
  expect(homes.at(-1)?.find('button').exists()).toBe(false)
  wrapper.unmount()
})

test('a visit begins with the list the campaign asks for', async () => {
  const { wrapper, homes, asked } = await opened()
  await homes[0]?.find('button').trigger('click')
  await flushPromises()
  expect(asked.at(-1)).toEqual(['start_visit', { household_id: 'h0', profile: 'full' }])
  wrapper.unmount()
})

test('one that has ended or was called off asks for no more visits', async () => {
  const page = campaignPage('k1', false)
  const ended = await opened({ card: { ...page.card, days_left: -1 } })
  expect(ended.wrapper.text()).toContain('已截止')
  expect(ended.wrapper.find('.campaign-home button').exists()).toBe(false)
  ended.wrapper.unmount()
  const off = await opened({ cancelled: true })
  expect(off.wrapper.text()).toContain('县里已经取消')
  expect(off.wrapper.find('.campaign-home button').exists()).toBe(false)
  off.wrapper.unmount()
  const last = await opened({ card: { ...page.card, days_left: 0 } })
  expect(last.wrapper.text()).toContain('今天截止')
  last.wrapper.unmount()
})

test('all visited, and nobody concerned, are told apart', async () => {
  const all = await opened({}, true)
  expect(all.wrapper.text()).toContain('都走访过了')
  all.wrapper.unmount()
  const page = campaignPage('k1', true)
  const nobody = await opened({ card: { ...page.card, households: 0 }, visited_total: 0, visited: [] })
  expect(nobody.wrapper.text()).toContain('本机没有涉及的农户')
  nobody.wrapper.unmount()
})
