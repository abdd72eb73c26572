import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { Answered } from '../../canned/answered'
import { me } from '../../canned/people'
import { answerProblems } from '../../canned/problems'
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

test('nothing found says so', async () => {
  await screen('/problems?group=to_sign_off&severity=notice')
  expect(document.body.textContent).toContain('没有符合条件的问题')
})
