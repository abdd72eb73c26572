import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { Answered } from '../../canned/answered'
import { answerEntries } from '../../canned/entries'
import { households } from '../../canned/visits'
import { chooseLocale, i18n } from '../../words'
import LedgersPage from './LedgersPage.vue'

interface Asked { address: string; body: Record<string, unknown> }
let asked: Asked[]
let refuse: { status: number; body: unknown } | null
let shown: { unmount: () => void } | undefined

// Whole forms are many controls, and a busy machine draws them slowly.
vi.setConfig({ testTimeout: 30_000 })

beforeEach(() => {
  chooseLocale('zh')
  asked = []
  refuse = null
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {}
    asked.push({ address, body })
    const [, collection = '', id, what] = address.slice('/v1/console'.length).split('/')
    if (collection === 'towns') return Promise.resolve(new Answered({ towns: [] }))
    if (collection === 'households') return Promise.resolve(new Answered({ households, next: null, total: 8 }))
    const answer = refuse && init.method === 'POST' && !id ? refuse : answerEntries(collection, id, what, body)
    return Promise.resolve(new Answered(answer.body, answer.status))
  })
})
afterEach(() => {
  shown?.unmount()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function screen(at = '/ledgers') {
  const empty = { template: '<i />' }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/ledgers', name: 'ledgers', component: LedgersPage }, ...['entry', 'household'].map((name) => ({ path: `/${name}/:id?`, name, component: empty }))],
  })
  await router.push(at)
  shown = mount({ template: '<RouterView />' }, { attachTo: document.body, global: { plugins: [router, i18n] } })
  await flushPromises()
  return router
}
const searches = () => asked.filter((one) => one.address.endsWith('/entries/search')).map((one) => one.body)
async function press(words: string, within = 'body') {
  const button = [...document.querySelectorAll<HTMLElement>(`${within} button`)].find((one) => one.textContent?.trim() === words)
  if (!button) throw new Error(`no button ${words}`)
  button.click()
  await flushPromises()
}
async function type(label: string, text: string) {
  const input = document.querySelector<HTMLInputElement>(`.el-dialog [aria-label^="${label}"]`)
  if (!input) throw new Error(`no field ${label}`)
  input.value = text
  input.dispatchEvent(new Event('input'))
  await flushPromises()
}
const radio = (label: string) => [...document.querySelectorAll<HTMLElement>('label')].find((one) => one.textContent?.trim().startsWith(label))?.querySelector('input')
const dialog = () => document.querySelector<HTMLElement>('.el-dialog')

test('the address keeps the ledger and its filters, and another ledger starts with its own', async () => {
  const router = await screen('/ledgers?ledger=plan_task&group=overdue&kind=health&from=2026-01-01')
  expect(searches()).toEqual([{ ledger: 'plan_task', group: 'overdue', kind: 'health', town: null, household_id: null, from: '2026-01-01', to: null, after: null }])
  await press('好事实事')
  await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ ledger: 'good_deed', from: '2026-01-01' }))
  await flushPromises()
  // Where nothing is ever open, all is shown.
  expect(searches().at(-1)).toMatchObject({ ledger: 'good_deed', group: 'all', kind: null })
})

test('amounts are added up by the county and written in yuan', async () => {
  await screen('/ledgers?ledger=good_deed')
  expect(document.querySelector('.sum')?.textContent).toContain('¥ 120.00')
  expect(document.querySelector('tr.gone')?.textContent).toContain('已作废')
})

test('a ledger that is not turned on says so and takes nothing', async () => {
  await screen('/ledgers?ledger=attendance')
  expect(document.body.textContent).toContain('县里还没有开启这本台账')
  expect([...document.querySelectorAll('button')].map((one) => one.textContent?.trim())).not.toContain('新增')
})

test('an entry is sent with its values in fen, and what it lacks is said at the field first', async () => {
  const router = await screen('/ledgers?ledger=leave&group=all')
  await press('新增')
  await press('保存', '.el-dialog')
  expect(asked.some((one) => one.address.endsWith('/entries'))).toBe(false)
  expect(dialog()?.querySelectorAll('.field.bad')).toHaveLength(4)
  await type('事由', '看牙')
  await type('天数', '四天')
  await press('保存', '.el-dialog')
  expect(dialog()?.textContent).toContain('请填数字')
  await router.push('/ledgers?ledger=stationed')
  await flushPromises()
  await press('新增')
  await type('月份', '2026-10-01')
  await type('驻村天数', '21')
  dialog()?.querySelector<HTMLInputElement>('[aria-label^="月份"]')?.dispatchEvent(new Event('change'))
  await flushPromises()
  await press('保存', '.el-dialog')
  const sent = asked.find((one) => one.address.endsWith('/entries'))?.body
  expect(sent).toEqual({ ledger: 'stationed', entry_id: null, household_id: null, area_code: null, values: { month_on: '2026-10-01', days: 21 } })
  await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('entry'))
})

test('fields follow what is chosen at once', async () => {
  await screen('/ledgers?ledger=aid')
  await press('新增')
  expect(dialog()?.textContent).not.toContain('数量')
  radio('物资')?.dispatchEvent(new Event('change'))
  await flushPromises()
  expect(dialog()?.textContent).toContain('数量')
})

test('what the county refuses stands beside its field, and what was typed stays', async () => {
  await screen('/ledgers?ledger=stationed')
  await press('新增')
  await type('月份', '2026-10-01')
  dialog()?.querySelector<HTMLInputElement>('[aria-label^="月份"]')?.dispatchEvent(new Event('change'))
  await type('驻村天数', '31')
  refuse = { status: 400, body: { code: 'out_of_range', field: 'values.days' } }
  await press('保存', '.el-dialog')
  expect(dialog()?.querySelector('.field.bad')?.textContent).toContain('驻村天数')
  expect(dialog()?.querySelector('.field.bad')?.textContent).toContain('超出了可填的范围')
  refuse = { status: 403, body: { code: 'not_allowed' } }
  await press('保存', '.el-dialog')
  expect(dialog()?.querySelector('.trouble')?.textContent).toContain('您的角色无权这样操作')
  expect(dialog()?.querySelector<HTMLInputElement>('[aria-label^="驻村天数"]')?.value).toBe('31')
})

test('a form with something in it asks before it goes', async () => {
  await screen('/ledgers?ledger=stationed')
  await press('新增')
  await type('驻村天数', '3')
  await press('取消', '.el-dialog')
  expect(dialog()?.textContent).toContain('填写的内容还没有保存')
  await press('继续填写', '.el-dialog')
  expect(dialog()?.querySelector<HTMLInputElement>('[aria-label^="驻村天数"]')?.value).toBe('3')
  document.querySelector<HTMLElement>('.el-overlay-dialog')?.click()
  await flushPromises()
  expect(dialog()?.querySelector('form')).toBeTruthy()
  await press('取消', '.el-dialog')
  await press('放弃填写', '.el-dialog')
  expect(dialog()?.querySelector('form')).toBeFalsy()
})
