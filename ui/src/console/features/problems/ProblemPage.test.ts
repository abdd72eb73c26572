import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { ProblemMoveForm, ProblemPage as Page } from '../../api'
import { Answered } from '../../canned/answered'
import { problemPage } from '../../canned/problems'
import { chooseLocale, i18n } from '../../words'
import ProblemPage from './ProblemPage.vue'

let page: Page
let posts: ProblemMoveForm[]
let refuse: { status: number; code: string; field?: string } | null
let shown: { unmount: () => void } | undefined

function given(id: string): Page {
  const found = problemPage(id)
  if (!found) throw new Error(`no problem ${id}`)
  return structuredClone(found)
}

beforeEach(() => {
  chooseLocale('zh')
  page = given('q1')
  posts = []
  refuse = null
  vi.stubGlobal('fetch', (_address: string, init: RequestInit) => {
    if (init.method !== 'POST') return Promise.resolve(new Answered(page))
    posts.push(JSON.parse(String(init.body)) as ProblemMoveForm)
    return Promise.resolve(refuse ? new Answered({ code: refuse.code, field: refuse.field }, refuse.status) : new Answered(page))
  })
})
afterEach(() => {
  shown?.unmount()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function screen() {
  const empty = { template: '<i />' }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: ['problems', 'problem', 'household', 'visit'].map((name) => ({ path: name === 'problems' ? '/' : `/${name}/:id`, name, component: empty })),
  })
  shown = mount(ProblemPage, { props: { id: page.problem.problem_id }, attachTo: document.body, global: { plugins: [router, i18n] } })
  await flushPromises()
}
async function press(words: string, within = 'body') {
  const buttons = [...document.querySelectorAll<HTMLElement>(`${within} button`)].filter((one) => one.textContent?.trim() === words)
  const button = buttons.at(-1)
  if (!button) throw new Error(`no button ${words}`)
  button.click()
  await flushPromises()
}
const alerts = () => [...document.querySelectorAll('[role=alert]')].map((one) => one.textContent?.trim())
const dialog = () => document.querySelector('.el-dialog')

test('a critical problem is verified only by who says he was there, and nothing is sent before', async () => {
  await screen()
  await press('核验通过')
  expect(dialog()?.textContent).toContain('还要由县里销号')
  await press('核验通过', '.el-dialog')
  expect(posts).toEqual([])
  expect(alerts()).toContain('保障类问题必须现场核验。')
  document.querySelector<HTMLInputElement>('.el-dialog input[type=checkbox]')?.click()
  await flushPromises()
  expect(alerts()).toEqual([])
  await press('核验通过', '.el-dialog')
  expect(posts).toMatchObject([{ step: 'verify', round: 1, on_site: true }])
})

test('a refusal that names a field stands beside it, another under the form, and what was written stays', async () => {
  page = given('q6')
  await screen()
  await press('不属实')
  const reason = document.querySelector<HTMLTextAreaElement>('.el-dialog textarea')
  if (!reason) throw new Error('no reason')
  reason.value = '院子已经清理过'
  reason.dispatchEvent(new Event('input'))
  refuse = { status: 400, code: 'too_long', field: 'edit.reason' }
  await press('不属实', '.el-dialog')
  expect(document.querySelector('.el-dialog .field.bad')?.textContent).toContain('文字太长')
  refuse = { status: 400, code: 'wrong_role', field: 'edit.step' }
  await press('不属实', '.el-dialog')
  expect(document.querySelector('.el-dialog .trouble')?.textContent).toContain('您的角色不能做这个决定')
  expect(document.querySelector<HTMLTextAreaElement>('.el-dialog textarea')?.value).toBe('院子已经清理过')
})

test('whoever was overtaken cannot send the same again, and sees how it stands behind', async () => {
  await screen()
  await press('核验退回')
  const reason = document.querySelector<HTMLTextAreaElement>('.el-dialog textarea')
  if (!reason) throw new Error('no reason')
  reason.value = '没修好'
  reason.dispatchEvent(new Event('input'))
  refuse = { status: 409, code: 'stale' }
  page = given('q11')
  await press('核验退回', '.el-dialog')
  expect(alerts().join()).toContain('刚有人办理过这条问题')
  expect([...document.querySelectorAll('.el-dialog button')].map((one) => one.textContent?.trim())).not.toContain('核验退回')
  expect(reason.value).toBe('没修好')
  expect(document.querySelector('h1')?.textContent).toBe(page.problem.title)
})

test('photos that are not here yet are said to be missing, and who may do nothing is told', async () => {
  page = { ...given('q1'), moves: [] }
  await screen()
  expect(document.body.textContent).toContain('还没传到')
  expect(document.body.textContent).toContain('您现在不用办理这条问题')
  expect(document.querySelectorAll('.others button')).toHaveLength(0)
})
