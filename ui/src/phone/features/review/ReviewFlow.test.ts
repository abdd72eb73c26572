import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useHost } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import type { Answers } from '../../../bridge/canned'
import { reviewAnswers, reviewPage } from '../../../bridge/canned/review'
import { i18n } from '../../i18n'
import ReviewFlow from './ReviewFlow.vue'

beforeEach(() => {
  document.body.innerHTML = '<div id="sheets"></div>'
})
afterEach(() => vi.useRealTimers())

async function opened(more: Answers = {}, at = '/review/flow') {
  const host = cannedWith({ ...reviewAnswers(new URLSearchParams()), ...more })
  useHost(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  await router.push(at)
  const wrapper = mount(ReviewFlow, { attachTo: document.body, global: { plugins: [i18n, router], stubs: { transition: true } } })
  await flushPromises()
  const tap = async (words: string): Promise<void> => {
    const buttons = [...document.querySelectorAll('button')]
    const found = buttons.find((button) => button.textContent?.trim() === words)
    if (!found) throw new Error(`no button ${words}: ${buttons.map((button) => button.textContent?.trim()).join('|')}`)
    found.click()
    await flushPromises()
  }
  return { wrapper, tap, router, asked: host.asked, title: () => wrapper.find('h1').text(), counter: () => wrapper.find('.counter').text() }
}

test('the next visit comes by itself, and the count of the row never jumps', async () => {
  const { wrapper, tap, title, counter, asked } = await opened()
  expect([title(), counter()]).toEqual(['张桂兰', '1 / 3第 1 户，共 3 户'])
  await tap('通过')
  expect([title(), counter().slice(0, 5)]).toEqual(['赵春花', '2 / 3'])
  expect(asked.find(([name]) => name === 'decide')?.[1]).toMatchObject({ visit_id: 'r1', decision: 'approve', reasons: [] })
  await tap('跳过')
  expect(counter().slice(0, 5)).toBe('3 / 3')
  await tap('通过')
  expect(wrapper.text()).toContain('通过 2，退回 0，跳过 1')
  await tap('再看一遍跳过的')
  expect([title(), counter().slice(0, 5)]).toEqual(['赵春花', '1 / 1'])
  wrapper.unmount()
})

test('a decision is undone on the spot and its visit is back on the screen', async () => {
  const { wrapper, tap, title, asked } = await opened()
  await tap('通过')
  await tap('通过')
  expect(title()).toBe('周小红')
  await tap('撤回')
  expect(title()).toBe('赵春花')
  expect(asked.filter(([name]) => name === 'withdraw_decision')).toEqual([['withdraw_decision', { change_id: 'c-r2' }]])
  // What was decided before it stays decided, and what comes after it comes after it.
  await tap('通过')
  expect(title()).toBe('周小红')
  wrapper.unmount()
})

test('a decision that has left stands, and the words say what to do', async () => {
  const { wrapper, tap, title } = await opened({ withdraw_decision: () => { throw { code: 'decision_sent' } } })
  await tap('通过')
  await tap('撤回')
  expect(title()).toBe('赵春花')
  expect(wrapper.find('.undo-bar').exists()).toBe(false)
  wrapper.unmount()
})

test('the way back is shown for some seconds and not for ever', async () => {
  vi.useFakeTimers()
  const { wrapper, tap } = await opened()
  await tap('通过')
  expect(wrapper.find('.undo-bar').exists()).toBe(true)
  await vi.advanceTimersByTimeAsync(8100)
  expect(wrapper.find('.undo-bar').exists()).toBe(false)
  wrapper.unmount()
})

test('a visit somebody else decided meanwhile offers no decision, only the way on', async () => {
  const { wrapper, tap, title } = await opened({ review_page: ({ visit_id }) => ({ ...reviewPage(visit_id), moves: [] }) })
  expect(wrapper.text()).toContain('现在不用您审核')
  expect([...document.querySelectorAll('.decide-bar button')].map((one) => one.textContent?.trim())).toEqual(['下一户'])
  await tap('下一户')
  expect(title()).toBe('赵春花')
  wrapper.unmount()
})

test('a failed decision keeps the visit on the screen and says why', async () => {
  const { wrapper, tap, title } = await opened({ decide: () => { throw { code: 'disk_full' } } })
  await tap('通过')
  expect(title()).toBe('张桂兰')
  expect(wrapper.find('[role=alert]').exists()).toBe(true)
  wrapper.unmount()
})

test('opened from a list it begins with that visit and comes round to the others', async () => {
  const { wrapper, title, counter } = await opened({}, '/review/flow?from=r2')
  expect([title(), counter().slice(0, 5)]).toEqual(['赵春花', '1 / 3'])
  wrapper.unmount()
})

test('what changed comes before what to look at, and that before the answers', async () => {
  const { wrapper } = await opened()
  const text = wrapper.text()
  const places = ['与上次相比的变化', '照片可能重复使用', '住处东北约 1.3 km', '填写内容'].map((words) => text.indexOf(words))
  expect(places.every((place) => place > 0)).toBe(true)
  expect([...places].sort((one, other) => one - other)).toEqual(places)
  wrapper.unmount()
})
