import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { Answered } from '../../canned/answered'
import { answerSpots } from '../../canned/spots'
import { chooseLocale, i18n } from '../../words'
import SpotChecksPage from './SpotChecksPage.vue'
import SpotItemPage from './SpotItemPage.vue'

interface Asked { address: string; body: Record<string, unknown> }
let asked: Asked[]
let shown: { unmount: () => void } | undefined

beforeEach(() => {
  chooseLocale('zh')
  asked = []
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {}
    asked.push({ address, body })
    const [, collection = '', id, what] = address.slice('/v1/console'.length).split('/')
    if (collection === 'towns') return Promise.resolve(new Answered({ towns: [{ code: '620502100', name: '桃源镇' }] }))
    return Promise.resolve(new Answered(answerSpots(collection, id, what, body, init.body !== undefined).body))
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
      { path: '/spot-checks', name: 'spot-checks', component: SpotChecksPage }, { path: '/spot-checks/:id', name: 'spot-check', component: empty }, { path: '/spot-items/:id', name: 'spot-item', props: true, component: SpotItemPage },
      { path: '/problems/:id', name: 'problem', component: empty }, { path: '/households/:id', name: 'household', component: empty },
    ],
  })
  await router.push(at)
  shown = mount({ template: '<RouterView />' }, { attachTo: document.body, global: { plugins: [router, i18n] } })
  await flushPromises()
  return router
}
async function press(text: string) {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.trim().startsWith(text))
  if (!button) throw new Error(`no button ${text}`)
  button.click()
  await flushPromises()
}

test('nobody is drawn before the towns were shown, and only from what was shown', async () => {
  const router = await screen('/spot-checks')
  await press('新抽一批')
  expect([...document.querySelectorAll('button')].some((one) => one.textContent?.startsWith('抽取'))).toBe(false)
  await press('看看各乡镇抽几个')
  expect(document.body.textContent).toContain('各乡镇名额')
  await press('抽取 20 个')
  const drawn = asked.filter((one) => one.address.endsWith('/spot-checks')).at(-1)
  expect(drawn?.body).toMatchObject({ seed: '7KQF-3MXA-9TWD', frame_sha256: 'f'.repeat(64), count: 20 })
  expect(router.currentRoute.value.name).toBe('spot-check')
})

test('a result without its points is not sent, and says what is lacking', async () => {
  await screen('/spot-items/i4')
  document.querySelector<HTMLInputElement>('input[type="radio"][value="yes"]')?.click()
  await flushPromises()
  await press('保存结果')
  expect(asked.some((one) => one.address.endsWith('/result'))).toBe(false)
  expect(document.querySelector('[role="alert"]')?.textContent).toBe('请填写。')
})

test('whoever did not answer is put down without points', async () => {
  await screen('/spot-items/i5')
  document.querySelector<HTMLInputElement>('input[type="radio"][value="no_answer"]')?.click()
  await flushPromises()
  await press('保存结果')
  expect(asked.find((one) => one.address.endsWith('/result'))?.body).toMatchObject({ how: 'first', version: 0, reached: 'no_answer', scores: null })
  expect(document.body.textContent).toContain('再查一次')
})
