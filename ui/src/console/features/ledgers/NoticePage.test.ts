import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { chooseLocale, i18n } from '../../words'
import NoticePage from './NoticePage.vue'

let answer: { status: number; body: string }
let shown: { unmount: () => void } | undefined

beforeEach(() => {
  chooseLocale('zh')
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(answer.body, { status: answer.status })))
})
afterEach(() => {
  shown?.unmount()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function screen() {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/entries/:id', name: 'entry', component: { template: '<i />' } }] })
  await router.push('/entries/e16')
  shown = mount(NoticePage, { props: { id: 'e16' }, attachTo: document.body, global: { plugins: [router, i18n] } })
  await vi.waitFor(async () => {
    await flushPromises()
    expect(document.querySelector('.loading')).toBeNull()
  })
}

test('the sheet is the county’s own, shown where no script of it can run', async () => {
  answer = { status: 200, body: '<!doctype html><h1>公　示</h1>' }
  await screen()
  const sheet = document.querySelector('iframe')
  expect(sheet?.getAttribute('srcdoc')).toContain('公　示')
  expect(sheet?.getAttribute('sandbox')).toBe('allow-same-origin allow-modals')
  expect(document.querySelector('button')?.textContent).toContain('打印')
})

test('too early or too late for a notice is said so, without a button to try again', async () => {
  answer = { status: 409, body: '{"code":"not_from_here"}' }
  await screen()
  expect(document.querySelector('[role=alert]')?.textContent).toContain('公示期内才打印公示')
  expect(document.querySelector('button')).toBeNull()
})
