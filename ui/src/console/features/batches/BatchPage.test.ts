import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { BatchPage as Batch } from '../../api'
import { Answered } from '../../canned/answered'
import { batchPage } from '../../canned/visits'
import { chooseLocale, i18n } from '../../words'
import BatchPage from './BatchPage.vue'

let batch: Batch
let posts: string[]
let shown: { unmount: () => void } | undefined

beforeEach(() => {
  chooseLocale('zh')
  batch = structuredClone(batchPage())
  posts = []
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    if (init.method === 'POST') {
      posts.push(address)
      const clean = batch.visits.filter((visit) => visit.state === 'batched' && visit.flags.length === 0)
      for (const visit of clean) visit.state = 'county_accepted'
      batch.batch.accepted += clean.length
      batch.batch.waiting -= clean.length
    }
    return Promise.resolve(new Answered(batch))
  })
})
afterEach(() => {
  shown?.unmount()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function batchScreen() {
  const empty = { template: '<i />' }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: empty }, { path: '/batches', component: empty }, { path: '/visits/:id', name: 'visit', component: empty }],
  })
  const page = mount(BatchPage, { props: { id: 'b1' }, attachTo: document.body, global: { plugins: [router, i18n] } })
  shown = page
  await flushPromises()
  return {
    page,
    here: () => router.currentRoute.value.fullPath,
    async press(words: string) {
      const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.trim().startsWith(words))
      if (!button) throw new Error(`no button ${words}`)
      button.click()
      await flushPromises()
    },
  }
}

test('accepting all clean visits tells the number first and leaves flagged ones alone', async () => {
  const screen = await batchScreen()
  await screen.press('采信全部无异常走访')
  const dialog = document.querySelector('[role=dialog]')
  expect(dialog?.textContent).toContain('采信 3 次无异常走访')
  expect(dialog?.textContent).toContain('另有 2 次')
  expect(posts).toEqual([])

  await screen.press('采信 3 次')
  expect(posts).toEqual(['/v1/console/batches/b1/accept-clean'])
  expect(screen.page.find('[role=progressbar]').attributes('aria-valuenow')).toBe('5')
  expect(screen.page.text()).toContain('采信全部无异常走访 · 0')
})

test('reviewing one by one begins with the first visit that waits', async () => {
  const first = batch.visits[0]
  if (first) first.state = 'county_accepted'
  const screen = await batchScreen()
  await screen.press('逐条审核')
  expect(screen.here()).toBe('/visits/v2')
})
