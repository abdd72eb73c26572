import { ElRadioGroup } from 'element-plus'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { answerAdmin, compliance } from '../../canned/admin'
import { Answered } from '../../canned/answered'
import { me } from '../../canned/people'
import PersonPick from '../../components/PersonPick.vue'
import { session } from '../../session'
import { chooseLocale, i18n } from '../../words'
import { zh } from '../../words/zh'
import CompliancePage from '../compliance/CompliancePage.vue'
import TeamsPage from '../teams/TeamsPage.vue'
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

async function screen(component: typeof CompliancePage | typeof PersonPage | typeof TeamsPage, props: Record<string, string> = {}) {
  await session.resume()
  const names = ['compliance', 'people', 'person', 'teams', 'assignments', 'problems', 'helping-units', 'helping-unit', 'household']
  const router = createRouter({ history: createMemoryHistory(), routes: names.map((name) => ({ path: `/${name}/:id?`, name, component: { template: '<i />' } })) })
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

async function handOver(page: Awaited<ReturnType<typeof screen>>, successor: string) {
  await press('离开')
  const dialog = document.querySelector('.el-dialog')!
  expect(dialog.textContent).toContain('2 户 · 1 个问题 · 带队')
  expect(dialog.textContent).toContain('还有 2 次走访、1 条其他记录、9 张照片没交')
  const reason = dialog.querySelector<HTMLInputElement>('input[aria-label="离开原因"]')!
  reason.value = '任期届满'
  reason.dispatchEvent(new Event('input'))
  if (successor) page.findComponent(PersonPick).vm.$emit('update:modelValue', successor)
  await flushPromises()
  await press('看交接结果')
}

test('what was changed about a team comes up when asked for', async () => {
  await screen(TeamsPage)
  await press(zh.teams.history)
  expect(document.querySelectorAll('.el-dialog li').length).toBeGreaterThan(0)
})

test('what somebody answers for cannot be handed to nobody', async () => {
  const page = await screen(PersonPage, { id: 'p1' })
  await handOver(page, '')
  expect(document.querySelector('.el-dialog')!.textContent).toContain('还不能交接：6 项。')
  expect(button('确认交接')).toEqual([])
  expect(asked.map((one) => one.address)).toEqual(['/people/p1/leave-preview', '/people/p1/leave-preview'])
})

test('a hand-over is done as it was seen, and looked at again when something moved', async () => {
  const page = await screen(PersonPage, { id: 'p1' })
  await handOver(page, 'p2')
  expect(document.querySelector('.el-dialog')!.textContent).toContain('李春燕接手后负责 17 户')
  // One household was to go to somebody else later: nothing is done until a person chose.
  expect(document.querySelector('.el-dialog')!.textContent).toContain('原定 2027-01-10 起由孙志强接手')
  expect(button('确认交接')).toEqual([])
  page.findComponent(ElRadioGroup).vm.$emit('update:modelValue', 'keep')
  await flushPromises()
  expect(asked.at(-1)?.body).toMatchObject({ planned: 'keep' })
  refuse['/people/p1/leave'] = { status: 409, body: { code: 'stale' } }
  await press('确认交接')
  expect(document.querySelector('.el-dialog')!.textContent).toContain('预览之后情况有变化')
  delete refuse['/people/p1/leave']
  await press('看交接结果')
  await press('确认交接')
  expect(asked.at(-1)?.address).toBe('/people/p1/leave')
  expect(asked.at(-1)?.body).toMatchObject({ successor_id: 'p2', by_village: [], reason: '任期届满', seen: 'c0ffee' })
  expect(page.text()).toContain('计划离开')
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
