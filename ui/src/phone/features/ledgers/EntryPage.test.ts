import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useHost } from '../../../bridge'
import type { EntryFormQuery, EntryPage as Page } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import { entryPage } from '../../../bridge/canned/entries'
import { hideToast, useToast } from '../../composables/useToast'
import { i18n } from '../../i18n'
import EntryPage from './EntryPage.vue'

beforeEach(() => {
  document.body.innerHTML = '<div id="sheets"></div>'
})
afterEach(hideToast)

const NEW: EntryFormQuery = { ledger: 'good_deed', household_id: 'h0', entry_id: null, step: null }

async function opened(page: Page, moved: () => Page = () => page, withdrawn: EntryFormQuery = NEW) {
  const host = cannedWith({ entry_page: () => page, move_entry: moved, withdraw_entry: () => ({ target: withdrawn }) })
  useHost(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  await router.push(`/entries/${page.card.entry_id}`)
  const wrapper = mount(EntryPage, { props: { id: page.card.entry_id }, attachTo: document.body, global: { plugins: [i18n, router] } })
  await flushPromises()
  const tap = async (word: string) => {
    const button = [...document.body.querySelectorAll<HTMLElement>('button, a')].reverse().find((one) => one.textContent?.trim() === word)
    if (!button) throw new Error(`nothing says ${word}`)
    button.click()
    await flushPromises()
  }
  const asked = (name: string) => host.asked.filter(([one]) => one === name).map(([, args]) => args)
  return { wrapper, router, tap, asked }
}

test('a step without a form is one tap, and can be taken back', async () => {
  const page = entryPage('e6')
  const start = { step: { code: 'start', label: '开始' }, has_form: false, careful: false }
  const { tap, asked } = await opened({ ...page, moves: [start] }, () => ({ ...page, withdrawable: 'c9' }), { ...NEW, ledger: 'plan_task', entry_id: 'e6', step: 'start' })
  await tap('开始')
  expect(asked('move_entry')).toEqual([{ target: { ledger: 'plan_task', household_id: 'h0', entry_id: 'e6', step: 'start' }, values: {}, reason: '' }])
  useToast().toast.value?.action?.run()
  await flushPromises()
  expect(asked('withdraw_entry')).toEqual([{ change_id: 'c9' }])
})

test('a step that asks for something opens its form', async () => {
  const { router, tap } = await opened(entryPage('e6'))
  await tap('办完了')
  expect(router.currentRoute.value.fullPath).toBe('/entries/e6/steps/finish?ledger=plan_task')
})

test('a careful step is never among the first, and one without a form is asked about once more', async () => {
  const page = entryPage('e6')
  const stop = { step: { code: 'stop', label: '终止' }, has_form: false, careful: true }
  const { wrapper, tap, asked } = await opened({ ...page, moves: [stop, ...page.moves] })
  expect(wrapper.find('footer').text()).not.toContain('终止')
  await tap('终止')
  expect(asked('move_entry')).toHaveLength(0)
  expect(document.querySelector('#sheets')?.textContent).toContain('确定“终止”？')
  ;[...document.querySelectorAll<HTMLElement>('#sheets button')].find((one) => one.textContent?.trim() === '终止')?.click()
  await flushPromises()
  expect(asked('move_entry')).toHaveLength(1)
})

test('a new entry that is taken back gives way to its form', async () => {
  const { router, tap, asked } = await opened(entryPage('e1'))
  await tap('撤回刚才这一步')
  expect(asked('withdraw_entry')).toEqual([{ change_id: 'c-e1' }])
  expect(router.currentRoute.value.fullPath).toBe('/entries/new?ledger=good_deed&household=h0')
})

test('a refused entry says why, with the way out', async () => {
  const { wrapper } = await opened(entryPage('e7'))
  const alert = wrapper.find('[role="alert"]')
  expect(alert.text()).toContain('农户已不在您的范围内')
  expect(alert.find('a').attributes('href')).toBe('/me/set-aside')
  expect(wrapper.find('ol').text()).toContain('没被接受')
})

test('of an income survey each line is shown, what it comes to and what looks odd', async () => {
  const { wrapper } = await opened(entryPage('e3'))
  for (const word of ['务工收入', '家庭纯收入', '人均纯收入', '有工资性收入无务工人员']) expect(wrapper.text()).toContain(word)
})

test('a failed step is said, and the page shows how it stands', async () => {
  const page = entryPage('e6')
  const start = { step: { code: 'start', label: '开始' }, has_form: false, careful: false }
  const { tap, asked } = await opened({ ...page, moves: [start] }, () => { throw { code: 'entry_moved', field: 'step' } })
  await tap('开始')
  expect(useToast().toast.value?.text).toContain('这一条已经变了')
  expect(asked('entry_page')).toHaveLength(2)
})
