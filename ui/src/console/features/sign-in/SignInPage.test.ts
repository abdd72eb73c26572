import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { Answered } from '../../canned/answered'
import { me } from '../../canned/people'
import { session } from '../../session'
import { chooseLocale, i18n } from '../../words'
import SignInPage from './SignInPage.vue'

let sent: unknown[]
let reply: () => Response
let shown: { unmount: () => void } | undefined

beforeEach(() => {
  chooseLocale('zh')
  sent = []
  reply = () => new Answered(me)
  vi.stubGlobal('fetch', (_address: string, init: RequestInit) => {
    sent.push(JSON.parse(String(init.body)))
    return Promise.resolve(reply())
  })
})
afterEach(() => {
  shown?.unmount()
  session.forget()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

async function signInPage(query = '') {
  const empty = { template: '<i />' }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/sign-in', component: SignInPage }, { path: '/', component: empty }, { path: '/visits/:id', component: empty }],
  })
  await router.push(`/sign-in${query}`)
  const page = mount(SignInPage, { attachTo: document.body, global: { plugins: [router, i18n] } })
  shown = page
  return {
    page,
    here: () => router.currentRoute.value.fullPath,
    async submit(totp = '123456') {
      const [login, password, code] = page.findAll('input')
      await login?.setValue('chen')
      await password?.setValue('secret')
      await code?.setValue(totp)
      await page.find('form').trigger('submit')
      await flushPromises()
    },
  }
}

test('signing in leads back to the page that was asked for', async () => {
  const screen = await signInPage('?back=/visits/v1')
  await screen.submit()
  expect(sent).toEqual([{ login: 'chen', password: 'secret', totp: '123456' }])
  expect(screen.here()).toBe('/visits/v1')
})

test('the way back never leaves the console', async () => {
  const screen = await signInPage('?back=//elsewhere.example/steal')
  await screen.submit()
  expect(screen.here()).toBe('/')
})

test('half a code is caught before it is sent, and none at all is left to the county', async () => {
  const screen = await signInPage()
  await screen.submit('123')
  expect(sent).toEqual([])
  expect(screen.page.text()).toContain('请输入 6 位数字')
  await screen.submit('')
  expect(sent).toHaveLength(1)
})

test('a refused sign-in says what may be wrong and asks for a new code', async () => {
  reply = () => new Answered({ code: 'sign_in_refused' }, 401)
  const screen = await signInPage()
  await screen.submit()
  expect(screen.page.find('[role=alert]').text()).toContain('不正确')
  expect(screen.page.findAll('input')[2]?.element.value).toBe('')
  expect(screen.page.findAll('input')[0]?.element.value).toBe('chen')
})

test('too many attempts close the form until the wait is over', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  reply = () => new Answered({ code: 'too_many_attempts', retry_after_s: 42 }, 429)
  const screen = await signInPage()
  await screen.submit()
  expect(screen.page.find('[role=alert]').text()).toContain('42 秒')
  await screen.submit()
  expect(sent).toHaveLength(1)
  vi.advanceTimersByTime(43_000)
  await screen.submit()
  expect(sent).toHaveLength(2)
})
