import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useHost } from '../../../bridge'
import type { LedgerList } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import { problemList } from '../../../bridge/canned/problems'
import { i18n } from '../../i18n'
import ProblemsPage from './ProblemsPage.vue'

beforeEach(() => {
  document.body.innerHTML = '<div id="sheets"></div>'
})

async function opened(more: Partial<LedgerList> = {}) {
  const host = cannedWith({ problems: () => ({ ...problemList(false), ...more }), keep_problem_draft: () => ({}) })
  useHost(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  const wrapper = mount(ProblemsPage, { attachTo: document.body, global: { plugins: [i18n, router] } })
  await flushPromises()
  const tap = async (word: string) => {
    ;[...document.body.querySelectorAll('button')].find((one) => one.textContent?.trim() === word)?.click()
    await flushPromises()
  }
  const asked = (name: string) => host.asked.filter(([one]) => one === name).map(([, args]) => args)
  return { wrapper, router, tap, asked }
}

test('a captain reports about his village from the list, and chooses where he leads several', async () => {
  const one = await opened()
  expect(one.wrapper.text()).toContain('全村')
  await one.tap('记一个本村问题')
  expect(one.router.currentRoute.value.path).toBe('/villages/530325100201/problems/new')
  one.wrapper.unmount()

  const two = await opened({ villages: [{ area_code: '530325100201', name: '石桥村' }, { area_code: '530325100202', name: '河湾村' }] })
  await two.tap('记一个本村问题')
  await two.tap('河湾村')
  expect(two.router.currentRoute.value.path).toBe('/villages/530325100202/problems/new')
  two.wrapper.unmount()

  const cadre = await opened({ villages: [] })
  expect(cadre.wrapper.text()).not.toContain('记一个本村问题')
})

test('the form of a problem that is gone can be given up, though nothing is left to open', async () => {
  const draft = { problem_id: 'q99', household_id: null, area_code: null, step: 'decline', title: '', head_name: '', saved_ms: 1, overtaken: true }
  const { wrapper, tap, asked } = await opened({ drafts: [draft] })
  expect(wrapper.text()).toContain('已不在本机的问题')
  expect(wrapper.findAll('a').some((one) => one.attributes('href')?.includes('q99'))).toBe(false)
  await tap('不填了，清空')
  expect(asked('keep_problem_draft')).toMatchObject([{ keep: false, draft: { value: { problem_id: 'q99', step: 'decline' } } }])
})
