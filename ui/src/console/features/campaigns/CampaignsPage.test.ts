import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { Answered } from '../../canned/answered'
import { answerCampaigns, campaigns } from '../../canned/campaigns'
import { villages } from '../../canned/paper'
import { chooseLocale, i18n } from '../../words'
import CampaignPage from './CampaignPage.vue'
import CampaignsPage from './CampaignsPage.vue'
import { lacking, newDraft, short } from './form'

interface Asked { address: string; body: Record<string, unknown> }
let asked: Asked[]
let refuse: { status: number; body: unknown } | null
let broken: boolean
let mayEdit: boolean
let shown: { unmount: () => void } | undefined

// Whole forms are many controls, and a busy machine draws them slowly.
vi.setConfig({ testTimeout: 30_000 })

beforeEach(() => {
  chooseLocale('zh')
  asked = []
  refuse = null
  broken = false
  mayEdit = true
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    if (broken) return Promise.reject(new TypeError('offline'))
    const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {}
    asked.push({ address, body })
    const [, collection, id, move] = address.slice('/v1/console'.length).split('/')
    if (collection === 'villages') return Promise.resolve(new Answered(villages))
    const writes = init.method === 'POST' && id !== 'preview' && move !== 'households'
    if (writes && refuse) return Promise.resolve(new Answered(refuse.body, refuse.status))
    const answer = structuredClone(answerCampaigns(id, move, body, init.body !== undefined))
    if (!mayEdit) Object.assign(answer.body as object, { may_edit: false })
    return Promise.resolve(new Answered(answer.body, answer.status))
  })
})
afterEach(() => {
  shown?.unmount()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function screen(at: string) {
  const empty = { template: '<i />' }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/campaigns', name: 'campaigns', component: CampaignsPage }, { path: '/campaigns/:id', name: 'campaign', props: true, component: CampaignPage },
      ...['household', 'visit'].map((name) => ({ path: `/${name}/:id`, name, component: empty })),
    ],
  })
  await router.push(at)
  shown = mount({ template: '<RouterView />' }, { attachTo: document.body, global: { plugins: [router, i18n] } })
  await flushPromises()
  return router
}
const text = (where: string) => document.querySelector(where)?.textContent ?? ''
async function press(words: string, within = 'body') {
  const button = [...document.querySelectorAll<HTMLElement>(`${within} button`)].find((one) => one.textContent?.trim() === words || one.getAttribute('aria-label') === words)
  if (!button) throw new Error(`no button ${words}`)
  button.click()
  await flushPromises()
}
async function type(label: string, typed: string) {
  const field = document.querySelector<HTMLInputElement>(`.el-dialog :is(input, textarea)[aria-label^="${label}"]`)
  if (!field) throw new Error(`no field ${label}`)
  field.value = typed
  for (const event of ['input', 'change']) field.dispatchEvent(new Event(event))
  await flushPromises()
}
const posts = (end: string) => asked.filter((one) => one.address.endsWith(end) && Object.keys(one.body).length > 0).map((one) => one.body)

test('each campaign shows how it stands by word, how far it is and what is required', async () => {
  await screen('/campaigns')
  for (const words of ['未开始', '进行中', '已结束', '已撤销', '还有 9 天', '20 天后开始', '874 / 1,286', '要求 100%', '67%']) expect(text('table')).toContain(words)
  expect(document.querySelector('[role=progressbar]')?.getAttribute('aria-label')).toContain('应访')
  expect(document.querySelectorAll('td .chip svg')).toHaveLength(campaigns.length)
  await chooseLocale('en')
  await flushPromises()
  for (const words of ['Not begun', 'Under way', 'Ended', 'Cancelled', '9 days left']) expect(text('table')).toContain(words)
})

test('who may not make campaigns is not offered to', async () => {
  mayEdit = false
  await screen('/campaigns')
  expect(document.body.textContent).not.toContain('新建行动')
})

test('a new campaign says whom it means before it is made, and what is missing is said at its field', async () => {
  const router = await screen('/campaigns')
  await press('新建行动')
  expect(text('.el-dialog .preview')).toContain('现在共 1,286 户')
  await press('发布', '.el-dialog')
  expect(posts('/campaigns')).toEqual([])
  expect(document.querySelectorAll('.el-dialog .wrong')).toHaveLength(3)
  await type('行动名称', '冬季大排查')
  await type('依据', '通知〔2026〕18号')
  await type('截止日期', '2027-01-05')
  await press('发布', '.el-dialog')
  expect(posts('/campaigns')[0]).toMatchObject({ version: null, title: '冬季大排查', ends: '2027-01-05', areas: [], groups: [], profile: 'full', required_coverage: 100, stages: [], legal_basis: '通知〔2026〕18号' })
  expect(router.currentRoute.value.params.id).toBe('c9')
  campaigns.shift()
})

test('what the county refuses is said where it belongs, and what was typed stays', async () => {
  await screen('/campaigns/c1')
  await press('修改')
  await press('添加阶段', '.el-dialog')
  await type('第 4 阶段名称', '总结')
  await type('第 4 阶段截止', '2027-03-01')
  refuse = { status: 400, body: { code: 'outside_dates', field: 'stages[3].ends' } }
  await press('保存', '.el-dialog')
  expect(text('.el-dialog .stage:nth-of-type(4) .wrong')).toContain('起止日期以内')
  expect(document.querySelector<HTMLInputElement>('.el-dialog [aria-label="第 4 阶段名称"]')?.value).toBe('总结')
  refuse = { status: 409, body: { code: 'stale' } }
  await press('保存', '.el-dialog')
  expect(text('.el-dialog .trouble')).toContain('刚有人改过')
  expect([...document.querySelectorAll('.el-dialog__footer button')].map((one) => one.textContent?.trim())).toEqual(['关闭'])
})

test('a campaign that has begun keeps its scope, its first day and what it asks for', async () => {
  await screen('/campaigns/c1')
  await press('修改')
  expect(document.querySelector<HTMLInputElement>('.el-dialog input[aria-label="开始日期"]')?.disabled).toBe(true)
  expect(document.querySelector<HTMLInputElement>('.el-dialog input[aria-label="截止日期"]')?.disabled).toBe(false)
  for (const choice of document.querySelectorAll<HTMLInputElement>('.el-dialog :is(.el-checkbox, .el-radio) input')) expect(choice.disabled).toBe(true)
  expect(document.querySelector('.el-dialog .preview')).toBeNull()
})

test('figures open from towns to villages, and a village leads to its households not visited', async () => {
  await screen('/campaigns/c1')
  const areas = '[aria-label="按乡镇和村"]'
  expect(text(areas)).not.toContain('上河村')
  await press('展开桃源镇的村', areas)
  expect(text(areas)).toContain('上河村')
  expect(text(areas)).toContain('未落实')
  expect(text('.plan')).toContain('监测对象、脱贫户')
  expect(text('.plan .now')).toContain('入户排查')
  expect(text('.households')).toContain('家中无人')
  await press('看桃源镇 下河村的未访户', areas)
  expect(posts('/households').at(-1)).toEqual({ show: 'not_visited', area: '620502103205' })
  expect(text('.households h2')).toBe('桃源镇 下河村')
  await press('看这些户')
  expect(posts('/households').at(-1)).toEqual({ show: 'added' })
})

test('cancelling asks for the reason and names the version that was seen', async () => {
  await screen('/campaigns/c1')
  await press('撤销行动')
  expect(text('.el-dialog')).toContain('不能恢复')
  await type('撤销原因', '与省里重复')
  await press('撤销行动', '.el-dialog')
  expect(posts('/cancel')).toEqual([{ version: 3, reason: '与省里重复' }])
  expect(text('.page-head')).toContain('已撤销')
  const running = campaigns.find((one) => one.campaign_id === 'c1')
  if (running) running.state = 'running'
})

test('failing and finding nothing each look their own way', async () => {
  await screen('/campaigns/none')
  expect(text('[role=alert]')).toContain('没有找到')
  shown?.unmount()
  broken = true
  await screen('/campaigns')
  expect(text('[role=alert]')).toContain('连接不上')
})

test('what is short of the required part is whole households', () => {
  expect([short(950, 1000, 95), short(949, 1000, 95), short(2, 3, 70), short(0, 0, 100)]).toEqual([0, 1, 1, 0])
  expect(lacking({ ...newDraft('2026-11-22'), stages: [{ title: '', ends: '' }] })).toEqual(['title', 'ends', 'legal_basis', 'stages[0].title', 'stages[0].ends'])
})
