import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { ParamForm } from '../../api'
import { Answered } from '../../canned/answered'
import { paramList, params } from '../../canned/checklists'
import { chooseLocale, i18n } from '../../words'
import { fits } from './param'
import ParamsPage from './ParamsPage.vue'

let posts: ParamForm[]
let refusal: { code: string; field: string } | null
let broken = false
let shown: { unmount: () => void } | undefined

beforeEach(() => {
  chooseLocale('zh')
  posts = []
  refusal = null
  broken = false
  vi.stubGlobal('fetch', (_address: string, init: RequestInit) => {
    if (broken) return Promise.reject(new TypeError('offline'))
    if (init.method !== 'POST') return Promise.resolve(new Answered(structuredClone(paramList())))
    posts.push(JSON.parse(String(init.body)) as ParamForm)
    return Promise.resolve(refusal ? new Answered(refusal, 400) : new Answered(structuredClone(paramList())))
  })
})
afterEach(() => {
  shown?.unmount()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function screen() {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { template: '<i />' } }] })
  const page = mount(ParamsPage, { attachTo: document.body, global: { plugins: [router, i18n] } })
  shown = page
  await flushPromises()
  const press = async (words: string, within: ParentNode | null = document) => {
    const button = [...(within ?? document).querySelectorAll<HTMLButtonElement>('button')].find((one) => one.textContent?.trim() === words)
    if (!button) throw new Error(`no button ${words}`)
    button.click()
    await flushPromises()
  }
  const type = async (label: string, text: string) => {
    const field = document.querySelector<HTMLInputElement>(`[role=dialog] [aria-label="${label}"]`)
    if (!field) throw new Error(`no field ${label}`)
    field.value = text
    field.dispatchEvent(new Event('input'))
    await flushPromises()
  }
  const line = (key: string) => [...document.querySelectorAll('tr')].find((row) => row.textContent?.includes(key)) ?? null
  return { page, press, type, line }
}

test('a value is added from a day on with its legal basis, and not without', async () => {
  const { press, type, line } = await screen()
  await press('新增取值', line('monitor_line_yuan'))
  await type('取值', '9500')
  await press('保存', document.querySelector('[role=dialog]'))
  expect(posts, 'no basis yet').toEqual([])
  await type('政策依据', '县办〔2027〕2号')
  await press('保存', document.querySelector('[role=dialog]'))
  expect(posts).toEqual([{ key: 'monitor_line_yuan', value: '9500', from: paramList().today, basis: '县办〔2027〕2号' }])
})

test('what the county refuses is said at its field, and what was typed stays', async () => {
  refusal = { code: 'out_of_range', field: 'value' }
  const { press, type, line } = await screen()
  await press('新增取值', line('monitor_line_yuan'))
  await type('取值', '99000')
  await type('政策依据', '依据')
  await press('保存', document.querySelector('[role=dialog]'))
  expect(document.querySelector('[role=dialog] .wrong')?.textContent).toContain('超出了可填的范围')
  expect(document.querySelector<HTMLInputElement>('[role=dialog] [aria-label="取值"]')?.value).toBe('99000')
})

test('missing parameters are pointed out with the rules that lack them', async () => {
  const { page } = await screen()
  expect(page.find('.lacking').text()).toContain('国家扶贫（脱贫）标准：人均纯收入估算')
  await chooseLocale('en')
  await flushPromises()
  expect(page.find('.lacking').text()).toContain('National poverty line: Income per head, estimated')
})

test('the history shows future, present, corrected and past values with who and why', async () => {
  const { page, press, line } = await screen()
  await press('历史', line('monitor_line_yuan'))
  const text = page.find('tr.more').text()
  for (const words of ['将启用', '现行', '被同日的更正取代', '已过期', '云农办通〔2025〕1号', '郭主任', '一直']) expect(text).toContain(words)
})

test('loading, failing and finding nothing each look their own way', async () => {
  broken = true
  const failed = await screen()
  expect(failed.page.find('[role=alert]').exists()).toBe(true)
  failed.page.unmount()
  broken = false
  const { page } = await screen()
  await page.find('input').setValue('no such thing')
  expect(page.text()).toContain('没有这样的参数')
})

test('a typed value fits its parameter or does not', () => {
  const row = (key: string) => {
    const found = params.find((one) => one.key === key)
    if (!found) throw new Error(key)
    return found
  }
  const table: [string, string, boolean][] = [
    ['monitor_line_yuan', ' 8700 ', true], ['monitor_line_yuan', '870', false], ['monitor_line_yuan', '8700.5', false],
    ['water_region', 'scarce', true], ['water_region', 'dry', false],
    ['school_year_cutoff', '08-31', true], ['school_year_cutoff', '02-29', false], ['school_year_cutoff', '8-31', false],
    ['leave_approval', '', false], ['leave_approval', '长'.repeat(200), true], ['leave_approval', '长'.repeat(201), false],
  ]
  for (const [key, typed, expected] of table) expect(fits(row(key), typed), `${key} ${typed}`).toBe(expected)
})
