import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { EntryMoveForm, EntryPage as Page, EntrySaveForm } from '../../api'
import { Answered } from '../../canned/answered'
import { entryPage } from '../../canned/entries'
import { ledgers } from '../../canned/ledgers'
import { chooseLocale, i18n } from '../../words'
import EntryPage from './EntryPage.vue'
import { arrange } from './moves'

let page: Page
let posts: { address: string; body: EntryMoveForm & EntrySaveForm }[]
let refuse: { status: number; code: string; field?: string } | null
let shown: { unmount: () => void } | undefined

function given(ledger: string, state: string): Page {
  for (let at = 1; at < 40; at++) {
    const found = entryPage(`e${at}`)
    if (found?.row.ledger.code === ledger && found.row.state.code === state) return structuredClone(found)
  }
  throw new Error(`no ${ledger} ${state}`)
}

// Whole forms are many controls, and a busy machine draws them slowly.
vi.setConfig({ testTimeout: 30_000 })

beforeEach(() => {
  chooseLocale('zh')
  posts = []
  refuse = null
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    if (address.endsWith('/ledgers')) return Promise.resolve(new Answered(ledgers))
    if (init.method !== 'POST') return Promise.resolve(new Answered(page))
    posts.push({ address, body: JSON.parse(String(init.body)) as EntryMoveForm & EntrySaveForm })
    return Promise.resolve(refuse ? new Answered({ code: refuse.code, field: refuse.field }, refuse.status) : new Answered(page))
  })
})
afterEach(() => {
  shown?.unmount()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function screen(query = '') {
  const empty = { template: '<i />' }
  const router = createRouter({ history: createMemoryHistory(), routes: ['ledgers', 'household', 'entry-notice', 'waiting', 'entry'].map((name) => ({ path: `/${name}/:id?`, name, component: empty })) })
  await router.push(`/entry/x${query}`)
  shown = mount(EntryPage, { props: { id: page.row.entry_id }, attachTo: document.body, global: { plugins: [router, i18n] } })
  await flushPromises()
}
async function press(words: string, within = 'body') {
  const button = [...document.querySelectorAll<HTMLElement>(`${within} button`)].filter((one) => one.textContent?.trim() === words).at(-1)
  if (!button) throw new Error(`no button ${words}`)
  button.click()
  await flushPromises()
}
async function type(selector: string, text: string) {
  const input = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(`.el-dialog ${selector}`)
  if (!input) throw new Error(`no field ${selector}`)
  input.value = text
  input.dispatchEvent(new Event('input'))
  await flushPromises()
}
async function tick() {
  document.querySelector<HTMLInputElement>('.el-dialog .tick input')?.click()
  await flushPromises()
}
const dialog = () => document.querySelector<HTMLElement>('.el-dialog')
const text = () => document.body.textContent ?? ''

test('what changes other records is looked over and ticked before anything is sent', async () => {
  page = given('member_change', 'reported')
  await screen()
  await press('核实生效')
  expect(dialog()?.textContent).toContain('确认后会改动这户的成员信息')
  expect(dialog()?.textContent).toContain('王小满')
  await press('核实生效', '.el-dialog')
  expect(posts).toEqual([])
  expect(dialog()?.textContent).toContain('请先核对，再勾选')
  await tick()
  expect(dialog()?.textContent).not.toContain('请先核对，再勾选')
  await press('核实生效', '.el-dialog')
  expect(posts).toMatchObject([{ body: { step: 'confirm', seen_state: 'reported', reason: null, values: {} } }])
})

test('returning needs a reason, and goes with the state that was seen', async () => {
  page = given('plan', 'submitted')
  await screen()
  await press('退回修改')
  await press('退回修改', '.el-dialog')
  expect(posts).toEqual([])
  expect(dialog()?.querySelector('.field.bad')?.textContent).toContain('请写明原因')
  await type('textarea', ' 目标太笼统 ')
  page = { ...page, row: { ...page.row, state: { code: 'approved', zh: '执行中', en: 'In force' } } }
  await press('退回修改', '.el-dialog')
  expect(posts).toMatchObject([{ body: { step: 'send_back', seen_state: 'submitted', reason: '目标太笼统' } }])
})

test('taking out is asked for with a reason and marked as grave', async () => {
  page = given('good_deed', 'recorded')
  await screen()
  await press('作废')
  expect(dialog()?.querySelector('.el-button--danger')?.textContent).toContain('作废')
  await type('textarea', '记错了户')
  await press('作废', '.el-dialog')
  expect(posts).toMatchObject([{ body: { step: 'void', seen_state: 'recorded', reason: '记错了户' } }])
})

test('a hindrance of the procedure stands at the field it names', async () => {
  page = given('case', 'on_notice')
  await screen()
  await press('乡镇审核通过')
  await type('[aria-label^="审核日期"]', '2026-11-20')
  dialog()?.querySelector('[aria-label^="审核日期"]')?.dispatchEvent(new Event('change'))
  await flushPromises()
  dialog()?.querySelector<HTMLInputElement>('input[type=radio]')?.dispatchEvent(new Event('change'))
  await flushPromises()
  refuse = { status: 409, code: 'notice_running', field: 'values.passed_on' }
  await press('乡镇审核通过', '.el-dialog')
  expect(posts).toHaveLength(1)
  expect(dialog()?.querySelector('.field.bad')?.textContent).toContain('公示还没有满期')
})

test('one’s own entry is another’s to judge, and whoever was overtaken cannot send the same again', async () => {
  page = given('income', 'recorded')
  await screen()
  await press('核实无误')
  refuse = { status: 403, code: 'own_work', field: 'step' }
  await press('核实无误', '.el-dialog')
  expect(dialog()?.querySelector('.trouble')?.textContent).toContain('自己填报的')
  refuse = { status: 409, code: 'stale' }
  await press('核实无误', '.el-dialog')
  expect(dialog()?.textContent).toContain('刚有人办理过这一条')
  expect([...(dialog()?.querySelectorAll('button') ?? [])].map((one) => one.textContent?.trim())).not.toContain('核实无误')
})

test('income is shown with its formula and the range beside, and never decided', async () => {
  page = given('income', 'recorded')
  await screen()
  for (const words of ['人均 = 家庭纯收入 ÷ 年度家庭人口数', '¥ 10,346.83', '¥ 9,632.50', '每人每年 ¥ 10,000.00', '低于监测范围只是线索，不作认定', '只作提醒']) expect(text()).toContain(words)
  if (page.income) page.income.line_fen = null
  shown?.unmount()
  await screen()
  expect(text()).toContain('县里还没有设定监测范围')
  expect(document.querySelector('.line .chip')).toBeNull()
})

test('history says what was changed, why, and what was not taken over', async () => {
  page = given('good_deed', 'recorded')
  page.steps = [...page.steps, { step: { code: 'corrected', zh: '更正', en: 'Corrected' }, state: page.row.state, by_name: '李春燕', at_ms: 0, reason: '看错了', values: { value: 9_900 }, contested: ['category', 'text'] }]
  await screen()
  const last = document.querySelector('.history li:last-child')?.textContent ?? ''
  for (const words of ['更正', '李春燕', '看错了', '¥ 99.00', '这几项未采用：类别、办了什么']) expect(last).toContain(words)
})

test('a correction sends all that stands, an ID number left alone as it came', async () => {
  page = given('member_change', 'reported')
  await screen()
  await press('更正')
  await press('保存更正', '.el-dialog')
  expect(posts).toEqual([])
  expect(dialog()?.textContent).toContain('没有改动')
  await type('[aria-label^="姓名"]', '王小曼')
  await press('保存更正', '.el-dialog')
  expect(posts[0]?.body).toMatchObject({ ledger: 'member_change', entry_id: page.row.entry_id, values: { kind: 'birth', name: '王小曼', id_number: '620502********1219' } })
})

test('who may do nothing is told, and the way back leads to where one came from', async () => {
  page = { ...given('plan', 'submitted'), moves: [], may_correct: false }
  await screen('?from=waiting')
  expect(text()).toContain('您现在不用办理这一条')
  expect(document.querySelector('.page-head a.back')?.textContent).toContain('返回待办')
})

test('what brings an entry on comes first, what ends it after, and nothing the county does not offer', () => {
  const plan = ledgers.find((one) => one.ledger.code === 'plan')
  const cases = ledgers.find((one) => one.ledger.code === 'case')
  if (!plan || !cases) throw new Error('no ledger')
  expect(arrange(plan, { moves: ['send_back', 'approve', 'void'] }).map((one) => [one.code, one.first])).toEqual([['approve', true], ['send_back', false]])
  expect(arrange(cases, { moves: ['not_changed', 'decide'] })).toEqual([{ code: 'decide', first: true, takes_effect: true }, { code: 'not_changed', first: false, takes_effect: false }])
  expect(arrange(cases, { moves: ['not_changed'] })).toMatchObject([{ code: 'not_changed', first: false }])
})
