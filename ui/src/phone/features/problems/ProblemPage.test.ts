import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useHost } from '../../../bridge'
import type { LedgerPage, MoveInput } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import { problemPage } from '../../../bridge/canned/problems'
import { hideToast, useToast } from '../../composables/useToast'
import { i18n } from '../../i18n'
import ProblemPage from './ProblemPage.vue'

beforeEach(() => {
  document.body.innerHTML = '<div id="sheets"></div>'
})
afterEach(() => {
  hideToast()
  vi.useRealTimers()
})

async function opened(page: LedgerPage, answer: () => LedgerPage = () => page) {
  const host = cannedWith({
    problem_page: () => page,
    move_problem: answer,
    withdraw_problem_move: () => ({ household_id: 'h0', area_code: null, page }),
    keep_problem_draft: () => ({}),
    picture: () => ({ data_url: 'data:,' }),
  })
  useHost(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  const wrapper = mount(ProblemPage, { props: { id: page.card.problem_id }, attachTo: document.body, global: { plugins: [i18n, router] } })
  await flushPromises()
  const button = (word: string) => [...document.body.querySelectorAll('button')].reverse().find((one) => one.textContent?.trim() === word)
  const tap = async (word: string) => {
    button(word)?.click()
    await flushPromises()
  }
  const asked = (name: string) => host.asked.filter(([one]) => one === name).map(([, args]) => args)
  return { wrapper, host, button, tap, asked }
}

test('a report is sent with the photos chosen, and not without photos or a reason', async () => {
  const { button, tap, asked } = await opened(problemPage('q1'))
  await tap('整改完成')
  expect(button('报整改完成')?.disabled).toBe(true)
  document.querySelector<HTMLButtonElement>('#sheets .pick')?.click()
  await flushPromises()
  await tap('已修好、能正常用')
  await tap('报整改完成')
  const [sent] = asked('move_problem') as MoveInput[]
  expect(sent).toMatchObject({ problem_id: 'q1', step: 'finish', round: 1, photos: [{ visit_id: 'v5', photo_id: 'e1' }], result: '已修好、能正常用' })
})

test('what is typed is kept after a pause, and nothing late brings it back once it is sent', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { tap, asked } = await opened(problemPage('q3'))
  await tap('退回重改')
  await tap('照片看不清')
  expect(asked('keep_problem_draft')).toHaveLength(0)
  vi.advanceTimersByTime(1000)
  await flushPromises()
  expect(asked('keep_problem_draft')).toMatchObject([{ keep: true, draft: { type: 'move', value: { step: 'send_back', reason: '照片看不清' } } }])
  await tap('还没有改到位')
  await tap('退回')
  vi.advanceTimersByTime(5000)
  await flushPromises()
  expect(asked('move_problem')).toHaveLength(1)
  expect(asked('keep_problem_draft')).toHaveLength(1)
})

test('a form that was left is filled in again, without photos that are gone', async () => {
  const page = problemPage('q1')
  const finish = page.moves.find((one) => one.step === 'finish')
  if (finish) finish.draft = { problem_id: 'q1', step: 'finish', round: 0, reason: '', result: '换了水管', photos: [{ visit_id: 'v5', photo_id: 'gone' }], photo_waiver: '', on_site: false }
  const { tap, button } = await opened(page)
  await tap('整改完成')
  const text = document.querySelector<HTMLTextAreaElement>('#sheets textarea')
  expect(text?.value).toBe('换了水管')
  expect(button('报整改完成')?.disabled).toBe(true)
})

test('a red problem is verified on site or not at all', async () => {
  const page = { ...problemPage('q3'), critical: true }
  const { button, tap } = await opened(page)
  await tap('核验')
  expect(document.querySelector('#sheets')?.textContent).toContain('红色问题必须到现场核验')
  expect(button('核验通过')?.disabled).toBe(true)
  document.querySelector<HTMLElement>('#sheets [role="switch"]')?.click()
  await flushPromises()
  expect(button('核验通过')?.disabled).toBe(false)
})

test('a move without a form is one tap, and can be taken back', async () => {
  const done = problemPage('q4')
  const { tap, asked } = await opened({ ...problemPage('q2') }, () => done)
  await tap('开始整改')
  expect(asked('move_problem')).toMatchObject([{ step: 'start' }])
  const { toast } = useToast()
  toast.value?.action?.run()
  await flushPromises()
  expect(asked('withdraw_problem_move')).toEqual([{ change_id: 'c8' }])
})

test('a refused step says why, with the way out', async () => {
  const { wrapper, tap, asked } = await opened(problemPage('q2'))
  const alert = wrapper.find('[role="alert"]')
  expect(alert.text()).toContain('当前的状态不能这样处理')
  await alert.find('button').trigger('click')
  await flushPromises()
  expect(asked('withdraw_problem_move')).toEqual([{ change_id: 'c9' }])
  await tap('nothing')
})

test('somebody quicker closes the form, and what was typed is kept', async () => {
  const page = problemPage('q3')
  let now = page
  const { wrapper, host, tap, asked } = await opened(page)
  host.call = async (name, args) => {
    host.asked.push([name, args])
    return name === 'problem_page' ? now : {}
  }
  await tap('退回重改')
  await tap('照片看不清')
  now = { ...page, moves: [] }
  host.change()
  await flushPromises()
  expect(useToast().toast.value?.text).toContain('这个问题已经变了')
  wrapper.unmount()
  await flushPromises()
  expect(asked('keep_problem_draft')).toMatchObject([{ keep: true, draft: { value: { reason: '照片看不清' } } }])
})
