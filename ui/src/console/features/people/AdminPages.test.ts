import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { answerAdmin, compliance } from '../../canned/admin'
import { Answered } from '../../canned/answered'
import { me } from '../../canned/people'
import { session } from '../../session'
import { chooseLocale, i18n } from '../../words'
import CompliancePage from '../compliance/CompliancePage.vue'
import PersonPage from './PersonPage.vue'

interface Asked { address: string; body: Record<string, unknown> }
let asked: Asked[]
let refuse: Record<string, { status: number; body: unknown }>
let shown: { unmount: () => void } | undefined
const kept = structuredClone(compliance)
vi.setConfig({ testTimeout: 30_000 })

beforeEach(() => {
  chooseLocale('zh')
  asked = []
  refuse = {}
  Object.assign(compliance, structuredClone(kept))
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    const path = address.slice('/v1/console'.length)
    const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {}
    const post = init.method === 'POST'
    if (post) asked.push({ address: path, body })
    const refused = post && refuse[path]
    if (refused) return Promise.resolve(new Answered(refused.body, refused.status))
    const [, collection, id, move] = path.split('/')
    if (collection === 'me') return Promise.resolve(new Answered(me))
    const answer = answerAdmin(collection, id, move, body, post)
    return Promise.resolve(new Answered(answer?.body ?? { towns: [], villages: [] }, answer?.status ?? 200))
  })
  session.forget()
})
afterEach(() => {
  shown?.unmount()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function screen(component: typeof CompliancePage | typeof PersonPage, props: Record<string, string> = {}) {
  await session.resume()
  const names = ['compliance', 'people', 'person', 'teams', 'assignments', 'problems']
  const router = createRouter({ history: createMemoryHistory(), routes: names.map((name) => ({ path: `/${name}`, name, component: { template: '<i />' } })) })
  const page = mount(component as typeof CompliancePage, { props, attachTo: document.body, global: { plugins: [i18n, router] } })
  shown = page
  await flushPromises()
  return page
}
const button = (word: string) => [...document.querySelectorAll('button')].filter((one) => one.textContent?.trim() === word)
async function press(word: string, at = 0) {
  button(word)[at]?.click()
  await flushPromises()
}

test('a switch is not turned on while its legal basis is not filled in', async () => {
  await screen(CompliancePage)
  await press('登记依据并开启')
  await press('开启')
  expect(asked).toEqual([])
  expect(document.querySelectorAll('.el-dialog [role=alert]')).toHaveLength(3)
  const [document_, number, day] = [...document.querySelectorAll<HTMLInputElement>('.el-dialog input')]
  for (const [box, text] of [[document_, '考核办法'], [number, '青政发〔2026〕9号']] as const) {
    box!.value = text
    box!.dispatchEvent(new Event('input'))
  }
  day!.value = '2026-05-06'
  day!.dispatchEvent(new Event('input'))
  day!.dispatchEvent(new Event('change'))
  await flushPromises()
  await press('开启')
  expect(asked.at(-1)?.body).toMatchObject({ name: 'ranking', seen: false, on: true, document: '考核办法', number: '青政发〔2026〕9号', issued_on: '2026-05-06' })
})

test('one that somebody else turned meanwhile is read again and not turned', async () => {
  const page = await screen(CompliancePage)
  refuse['/compliance'] = { status: 409, body: { code: 'stale' } }
  await press('立即关闭')
  const box = document.querySelector<HTMLTextAreaElement>('.el-dialog textarea')!
  box.value = '不再需要'
  box.dispatchEvent(new Event('input'))
  await flushPromises()
  await press('关闭')
  expect(asked).toHaveLength(1)
  expect(document.body.textContent).toContain('刚有人动过这个开关')
  expect(page.text()).toContain('已开启')
})

test('somebody who answers for households cannot be ended, and the way to hand over is shown', async () => {
  await screen(PersonPage, { id: 'p1' })
  await press('离开')
  const dialog = document.querySelector('.el-dialog')!
  expect(dialog.textContent).toContain('帮扶 12 户')
  expect(dialog.textContent).toContain('带 1 支队')
  expect(dialog.querySelectorAll('a').length).toBeGreaterThanOrEqual(3)
  const box = dialog.querySelector<HTMLTextAreaElement>('textarea')!
  box.value = '调走'
  box.dispatchEvent(new Event('input'))
  await flushPromises()
  const go = button('离开').at(-1)!
  expect(go.disabled).toBe(true)
})

test('a one-time password stays on the screen until somebody says it was handed over', async () => {
  await screen(PersonPage, { id: 'p1' })
  await press('重设密码')
  await press('生成')
  expect(asked.at(-1)).toEqual({ address: '/people/p1/sign-in', body: { login: 'zhaomd' } })
  expect(document.body.textContent).toContain('k7qf-3mxa-9twd')
  expect(document.querySelector('svg[aria-label="身份验证器二维码"]')).not.toBeNull()
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  await flushPromises()
  expect(document.body.textContent).toContain('k7qf-3mxa-9twd')
  await press('已交给本人，关闭')
  expect(document.body.textContent).not.toContain('k7qf-3mxa-9twd')
})
