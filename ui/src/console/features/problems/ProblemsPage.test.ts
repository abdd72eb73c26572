import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { Answered } from '../../canned/answered'
import { me } from '../../canned/people'
import { answerFilters, answerProblems } from '../../canned/problems'
import { session } from '../../session'
import { chooseLocale, i18n } from '../../words'
import ProblemsPage from './ProblemsPage.vue'

interface Asked { address: string; body: Record<string, unknown> }
let asked: Asked[]
let shown: { unmount: () => void } | undefined

beforeEach(async () => {
  chooseLocale('zh')
  asked = []
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {}
    asked.push({ address, body })
    const [, collection = '', id, what] = address.slice('/v1/console'.length).split('/')
    if (collection === 'sign-in') return Promise.resolve(new Answered(me))
    if (collection === 'towns') return Promise.resolve(new Answered({ towns: [] }))
    if (collection === 'problem-filters') return Promise.resolve(new Answered(answerFilters(id, what, body, init.body !== undefined).body))
    return Promise.resolve(new Answered(answerProblems(collection, id, what, body, init.body !== undefined).body))
  })
  await session.signIn({ login: '', password: '', totp: '' })
})
afterEach(() => {
  shown?.unmount()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function screen(at = '/problems') {
  const empty = { template: '<i />' }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/problems', name: 'problems', component: ProblemsPage }, ...['problem', 'household', 'units'].map((name) => ({ path: `/${name}/:id?`, name, component: empty }))],
  })
  await router.push(at)
  shown = mount({ template: '<RouterView />' }, { attachTo: document.body, global: { plugins: [router, i18n] } })
  await flushPromises()
  return router
}
const searches = () => asked.filter((one) => one.address.endsWith('/problems/search')).map((one) => one.body)
async function press(words: string) {
  const button = [...document.querySelectorAll<HTMLElement>('button')].find((one) => one.textContent?.trim() === words)
  if (!button) throw new Error(`no button ${words}`)
  button.click()
  await flushPromises()
}

test('groups and filters live in the address, what is typed does not', async () => {
  const router = await screen('/problems?group=overdue&severity=minor')
  expect(searches()[0]).toMatchObject({ group: 'overdue', severity: 'minor', text: null })
  document.querySelector<HTMLInputElement>('input[value=all]')?.dispatchEvent(new Event('change'))
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ group: 'all', severity: 'minor' })
  vi.useFakeTimers()
  const search = document.querySelector<HTMLInputElement>('input[type=search]')
  if (!search) throw new Error('no search')
  search.value = '王德福'
  search.dispatchEvent(new Event('input'))
  await vi.advanceTimersByTimeAsync(400)
  vi.useRealTimers()
  await flushPromises()
  expect(searches().at(-1)).toMatchObject({ text: '王德福' })
  expect(decodeURIComponent(router.currentRoute.value.fullPath)).not.toContain('王德福')
  expect(asked.map((one) => decodeURIComponent(one.address)).join()).not.toContain('王德福')
})

test('assigning many says how many went through and lists the others with why', async () => {
  await screen('/problems?group=all')
  for (const title of ['未参加本年度城乡居民基本医疗保险', '水质浑浊']) {
    document.querySelector<HTMLInputElement>(`input[aria-label*="${title}"]`)?.click()
    await flushPromises()
  }
  await press('批量交办')
  await press('交办 2 条')
  expect(asked.find((one) => one.address.endsWith('/problems/moves'))?.body).toMatchObject({ to_helpers: true, problem_ids: ['q2', 'q12'], form: { step: 'assign' } })
  const dialog = document.querySelector('.el-dialog')?.textContent ?? ''
  expect(dialog).toContain('已交办 1 条')
  expect(dialog).toContain('1 条没有办成')
  expect(dialog).toContain('水质浑浊')
  expect(dialog).toContain('当前状态不允许这样操作')
  expect(document.querySelectorAll('tbody input:checked')).toHaveLength(0)
})

test('many assigned at once leave out those somebody answers for, unless they are meant as well', async () => {
  await screen('/problems?group=all')
  for (const title of ['慢病证未办理', '文化广场奖补']) {
    document.querySelector<HTMLInputElement>(`input[aria-label*="${title}"]`)?.click()
    await flushPromises()
  }
  await press('批量交办')
  await press('交办 2 条')
  const dialog = () => document.querySelector('.el-dialog')?.textContent ?? ''
  expect(dialog()).toContain('已交办 1 条')
  expect(dialog()).toContain('1 条已有责任人，没有动。')
  await press('这 1 条也改交')
  const sent = asked.filter((one) => one.address.endsWith('/problems/moves')).map((one) => one.body)
  expect(sent).toMatchObject([{ also_answered: false }, { also_answered: true, problem_ids: ['q14'] }])
  expect(dialog()).toContain('已交办 2 条')
  expect(dialog()).not.toContain('已有责任人')
})

test('many are verified with the round each was seen in, and only those that wait for it', async () => {
  await screen('/problems?group=all')
  for (const title of ['住房被鉴定为C级', '水量不足']) {
    document.querySelector<HTMLInputElement>(`input[aria-label*="${title}"]`)?.click()
    await flushPromises()
  }
  await press('批量核验')
  await press('核验通过 1 条')
  expect(asked.find((one) => one.address.endsWith('/problems/moves'))?.body).toMatchObject({ problem_ids: ['q1'], rounds: [1], form: { step: 'verify' } })
})

test('a kept filter narrows the ledger, and a unit’s name never reaches the address', async () => {
  const router = await screen()
  await press('常用筛选2')
  document.querySelector<HTMLButtonElement>('button[aria-label="用“逾期的红色问题”筛选"]')?.click()
  await flushPromises()
  expect(asked.filter((one) => one.address.endsWith('/problems/search')).at(-1)?.body).toMatchObject({ group: 'overdue', severity: 'critical', sort: 'due', unit: null })
  expect(router.currentRoute.value.query).toEqual({ group: 'overdue', severity: 'critical', sort: 'due' })
})

test('a kept filter is deleted only after an answer', async () => {
  await screen()
  await press('常用筛选2')
  document.querySelector<HTMLButtonElement>('button[aria-label="删除“逾期的红色问题”"]')?.click()
  await flushPromises()
  expect(document.querySelector('[role=alertdialog]')?.textContent).toContain('删除“逾期的红色问题”？')
  expect(document.activeElement?.textContent).toBe('取消')
  await press('取消')
  expect(document.activeElement?.getAttribute('aria-label')).toBe('删除“逾期的红色问题”')
  expect(asked.some((one) => one.address.endsWith('/delete'))).toBe(false)
  document.querySelector<HTMLButtonElement>('button[aria-label="删除“逾期的红色问题”"]')?.click()
  await flushPromises()
  await press('删除')
  expect(asked.filter((one) => one.address.endsWith('/delete'))).toHaveLength(1)
})

test('what was typed may be a name: it is never shared, and that is said before', async () => {
  await screen()
  const typed = document.querySelector<HTMLInputElement>('input[placeholder="编号、问题或户主"]')
  if (!typed) throw new Error('no search')
  vi.useFakeTimers()
  typed.value = '马秀兰'
  typed.dispatchEvent(new Event('input'))
  await vi.advanceTimersByTimeAsync(400)
  vi.useRealTimers()
  await flushPromises()
  ;[...document.querySelectorAll<HTMLElement>('button')].find((one) => one.textContent?.startsWith('常用筛选'))?.click()
  await flushPromises()
  await press('保存这个筛选')
  const name = document.querySelector<HTMLInputElement>('input[aria-label="名称"]')
  if (!name) throw new Error('no name')
  name.value = '本镇的'
  name.dispatchEvent(new Event('input'))
  document.querySelector<HTMLInputElement>('input[aria-label="让全县的同事也能用"]')?.click()
  await flushPromises()
  expect(document.querySelector('.el-dialog')?.textContent).toContain('“马秀兰”可能是人名，不会共享')
  await press('保存')
  expect(asked.find((one) => one.address.endsWith('/problem-filters') && 'name' in one.body)?.body).toMatchObject({ shared: true, search: { text: null } })
})

test('the four lists are the same rows with columns of their own', async () => {
  await screen('/problems?group=all&view=deadlines')
  const head = [...document.querySelectorAll('th')].map((cell) => cell.textContent)
  expect(head).toEqual(['序号', '问题编号', '具体问题', '责任人', '建账时间', '交办时间', '首次时限', '延期', '整改时限', '完成时间', '销号时间', '是否销号', '是否逾期'])
  expect(asked.find((one) => one.address.endsWith('/problems/lines'))?.body).toMatchObject({ group: 'all' })
  expect(document.querySelectorAll('tbody tr').length).toBeGreaterThan(10)
})

test('a click beside a dialog closes it only while nothing is typed', async () => {
  await screen('/problems')
  const beside = async () => {
    const overlay = [...document.querySelectorAll<HTMLElement>('.el-overlay-dialog')].at(-1)
    for (const kind of ['mousedown', 'mouseup', 'click']) overlay?.dispatchEvent(new MouseEvent(kind, { bubbles: true }))
    await flushPromises()
  }
  const isOpen = () => [...document.querySelectorAll<HTMLElement>('.el-overlay')].some((one) => one.style.display !== 'none' && !one.className.includes('leave') && one.textContent?.includes('登记并建账'))
  await press('登记问题')
  const title = document.querySelector<HTMLInputElement>('input[aria-label="问题"]')
  if (!title) throw new Error('no title')
  title.value = '路灯不亮'
  title.dispatchEvent(new Event('input'))
  await flushPromises()
  await beside()
  expect(isOpen()).toBe(true)
  title.value = ''
  title.dispatchEvent(new Event('input'))
  await flushPromises()
  await beside()
  expect(isOpen()).toBe(false)
})

test('the county puts down a problem of a village', async () => {
  const router = await screen('/problems')
  expect(document.body.textContent).toContain('村级问题')
  await press('登记问题')
  document.querySelector<HTMLInputElement>('input[name=raise-of][value=village]')?.dispatchEvent(new Event('change'))
  await flushPromises()
  await press('登记并建账')
  expect(document.querySelector('.el-dialog')?.textContent).toContain('村级问题')
  expect(document.querySelector('[aria-label="村"]')).not.toBeNull()
  expect(asked.some((one) => one.address.endsWith('/problems'))).toBe(false)
  expect(router.currentRoute.value.path).toBe('/problems')
})

test('nothing found says so', async () => {
  await screen('/problems?group=to_sign_off&severity=notice')
  expect(document.body.textContent).toContain('没有符合条件的问题')
})
