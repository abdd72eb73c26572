import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { Answered } from '../../canned/answered'
import { answerAssignments } from '../../canned/assignments'
import { me } from '../../canned/people'
import { session } from '../../session'
import { chooseLocale, i18n } from '../../words'
import AssignmentsPage from './AssignmentsPage.vue'
import HouseholdHelpers from '../households/HouseholdHelpers.vue'

interface Asked { address: string; body: Record<string, unknown>; post: boolean }
let asked: Asked[]
let refuse: Record<string, { status: number; body: unknown }>
let roles: string[]
let shown: { unmount: () => void } | undefined

vi.setConfig({ testTimeout: 30_000 })

beforeEach(async () => {
  chooseLocale('zh')
  asked = []
  refuse = {}
  roles = ['county']
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    const path = address.slice('/v1/console'.length)
    const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {}
    const post = init.method === 'POST'
    asked.push({ address: path, body, post })
    const refused = post && refuse[path]
    if (refused) return Promise.resolve(new Answered(refused.body, refused.status))
    const [, collection = '', id] = path.split('/')
    if (collection === 'me') return Promise.resolve(new Answered({ ...me, roles }))
    if (collection === 'towns') return Promise.resolve(new Answered({ towns: [] }))
    const what = collection === 'households' ? 'household' : collection === 'people' ? 'post' : 'lists'
    const answer = answerAssignments(what, id, body, post)
    return Promise.resolve(new Answered(answer.body, answer.status))
  })
  session.forget()
})
afterEach(() => {
  shown?.unmount()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function screen(at = '/assignments') {
  await session.resume()
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/assignments', name: 'assignments', component: AssignmentsPage },
      { path: '/home/:id', props: true, component: HouseholdHelpers },
      { path: '/households/:id', name: 'household', component: { template: '<i />' } },
    ],
  })
  await router.push(at)
  shown = mount({ template: '<RouterView />' }, { attachTo: document.body, global: { plugins: [router, i18n] } })
  await flushPromises()
  return router
}
const text = () => document.body.textContent ?? ''
const buttons = (words: string, within = 'body') => [...document.querySelectorAll<HTMLElement>(`${within} button`)].filter((one) => one.textContent?.trim() === words)
async function press(words: string, within = 'body') {
  const [button] = buttons(words, within)
  if (!button) throw new Error(`no button ${words}`)
  button.click()
  await flushPromises()
}
/** Types a name into the dialog's search and takes the first found. */
async function choose(name: string) {
  const input = document.querySelector<HTMLInputElement>('.el-dialog .el-select input')
  if (!input) throw new Error('no search')
  input.focus()
  input.click()
  input.value = name
  input.dispatchEvent(new Event('input'))
  await vi.waitFor(() => expect(document.querySelector('.el-select-dropdown__item')).toBeTruthy())
  await flushPromises()
  document.querySelector<HTMLElement>('.el-select-dropdown__item')?.click()
  await flushPromises()
}
const sent = (path: string) => asked.filter((one) => one.post && one.address === path).map((one) => one.body)

test('households without a helper say how many are monitored, each by word and icon', async () => {
  await screen()
  expect(text()).toContain('3 户没有责任人，其中监测对象 2 户')
  expect(document.querySelectorAll('tbody tr')).toHaveLength(3)
  expect(text()).toContain('2026-12-01 起有人负责')
  expect(text()).toContain('1 人协助')
  // Whoever is to come needs nobody else.
  expect(buttons('指定责任人')).toHaveLength(2)
})

test('the address keeps the tab, and idle helpers are asked for by their group', async () => {
  const router = await screen('/assignments?tab=idle')
  expect(sent('/helpers/search')).toEqual([{ after: null, group: 'idle', text: null, town: null }])
  expect(text()).toContain('高志远')
  expect(text()).not.toContain('赵明德')
  document.querySelector<HTMLInputElement>('input[value="upcoming"]')?.dispatchEvent(new Event('change'))
  await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ tab: 'upcoming' }))
  await flushPromises()
  expect(text()).toContain('2026-12-01 至 2026-12-07')
})

test('the captain of a town reads and changes nothing', async () => {
  roles = ['town_captain']
  await screen()
  expect(text()).toContain('您可以查看本镇情况')
  expect(buttons('指定责任人')).toHaveLength(0)
})

test('a helper is assigned with what was seen, and his load is a notice beside his name', async () => {
  await screen()
  await press('指定责任人')
  await press('指定责任人', '.el-dialog')
  expect(text()).toContain('请选择一个人')
  await choose('李春燕')
  expect(document.querySelector('.load')?.textContent).toContain('3 户 · 配额 6')
  expect(document.querySelector('.load')?.textContent).toContain('低于配额')
  refuse['/households/h1/helpers'] = { status: 400, body: { code: 'primary_exists', field: 'kind' } }
  await press('指定责任人', '.el-dialog')
  expect(sent('/households/h1/helpers')).toEqual([{ step: 'assign', seen: 's1', person_id: 'p2', kind: 'primary', assignment_id: null, day: '2026-11-22', overlap_days: null, reason: null }])
  expect(document.querySelector('.trouble')?.textContent).toContain('请用“交接”')
})

test('a hand-over names its overlap, and a stale desk reads again', async () => {
  await screen('/home/h3')
  expect(text()).toContain('长期')
  await press('交接')
  await choose('李春燕')
  refuse['/households/h3/helpers'] = { status: 409, body: { code: 'stale' } }
  const read = () => asked.filter((one) => !one.post && one.address === '/households/h3/helpers').length
  const before = read()
  await press('交接', '.el-dialog')
  expect(sent('/households/h3/helpers')[0]).toMatchObject({ step: 'hand_over', seen: 's1', person_id: 'p2', assignment_id: 'a1', day: '2026-11-23', overlap_days: 7 })
  expect(document.querySelector('.trouble')?.textContent).toContain('别人刚改过')
  expect(read()).toBe(before + 1)
  refuse = {}
  await press('交接', '.el-dialog')
  await vi.waitFor(() => expect(text()).toContain('已保存'))
  expect(text()).toContain('低于本职级配额 6 户（仅提醒）')
})

test('a household shows who helps, what is planned and, folded away, who did', async () => {
  await screen('/home/h1')
  expect([...document.querySelectorAll('tbody tr')].map((row) => row.textContent)).toEqual([expect.stringContaining('在任'), expect.stringContaining('待开始'), expect.stringContaining('待开始')])
  expect(document.querySelector('details')?.textContent).toContain('历史记录（1）')
  expect(document.querySelector('details')?.textContent).toContain('原因：轮换')
  shown?.unmount()
  document.body.innerHTML = ''
  await screen('/home/h2')
  expect(text()).toContain('还没有帮扶责任人')
})

test('many households are shown before they move, and only those ticked go', async () => {
  await screen('/assignments?tab=load')
  await press('整批移交')
  await choose('马秀英')
  await press('预览', '.el-dialog')
  expect(text()).toContain('将移交 3 户：2 户可以，1 户不行')
  expect(text()).toContain('这个人那天已经在帮扶这户')
  const boxes = [...document.querySelectorAll<HTMLInputElement>('.el-dialog input[type="checkbox"]')]
  expect(boxes.map((box) => [box.checked, box.disabled])).toEqual([[true, false], [false, true], [true, false]])
  boxes[0]!.checked = false
  boxes[0]!.dispatchEvent(new Event('change'))
  await flushPromises()
  refuse['/helpers/move'] = { status: 409, body: { code: 'stale' } }
  await press('移交 1 户', '.el-dialog')
  expect(sent('/helpers/move')[0]).toMatchObject({ from_person_id: 'p1', to_person_id: 'p4', overlap_days: 7, households: [{ household_id: 'h3', seen: 's2' }] })
  expect(document.querySelector('.trouble')?.textContent).toContain('一户都没有移交')
  refuse = {}
  await press('预览', '.el-dialog')
  await press('移交 2 户', '.el-dialog')
  await vi.waitFor(() => expect(text()).toContain('已移交 2 户'))
})

test('terms say how long is left and where nobody comes, and are entered there', async () => {
  await screen('/assignments?tab=terms')
  expect(text()).toContain('驻村满 24 个月轮换，提前 90 天提醒')
  expect(text()).toContain('已超 22 天')
  expect(text()).toContain('没有接替人')
  await press('登记任期')
  expect(text()).toContain('赵明德的职级和任期')
  refuse['/people/p1/post'] = { status: 409, body: { code: 'stale' } }
  await press('确定', '.el-dialog')
  expect(sent('/people/p1/post')[0]).toEqual({ seen: { rank: 'staff', post_start: '2024-11-01', post_end: null }, wanted: { rank: 'staff', post_start: '2024-11-01', post_end: null } })
  expect(document.querySelector('.trouble')?.textContent).toContain('别人刚改过')
})
