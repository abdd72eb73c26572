import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Loaded } from '../useLoad'
import { chooseLocale, i18n } from '../words'
import LoadedView from './LoadedView.vue'

let shown: { unmount: () => void } | undefined
beforeEach(() => chooseLocale('zh'))
afterEach(() => {
  shown?.unmount()
  document.body.innerHTML = ''
})

function view(state: Loaded<string>, back?: { to: string; label: string }) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: '' } }] })
  document.body.innerHTML = '<main tabindex="-1"><div id="here"></div></main>'
  const page = mount(LoadedView<string>, { props: { state, back }, slots: { default: '<h1>came</h1>' }, global: { plugins: [i18n, router] }, attachTo: '#here' })
  shown = page
  return page
}
const failed = (code: 'offline' | 'forbidden' | 'internal'): Loaded<string> => ({ is: 'failed', code })

test('whoever tries again on the keyboard keeps the button while it fails, and gets to what came', async () => {
  const page = view(failed('offline'))
  await page.get('button').trigger('click')
  await page.setProps({ state: { is: 'loading' } })
  expect(document.activeElement).toBe(document.body)
  await page.setProps({ state: failed('offline') })
  await flushPromises()
  expect(document.activeElement).toBe(page.get('button').element)

  await page.get('button').trigger('click')
  await page.setProps({ state: { is: 'loading' } })
  await page.setProps({ state: { is: 'ready', value: 'x' } })
  await flushPromises()
  expect(document.activeElement?.tagName).toBe('MAIN')
})

test('a page that comes by itself takes the focus from nobody', async () => {
  const page = view({ is: 'loading' })
  await page.setProps({ state: { is: 'ready', value: 'x' } })
  await flushPromises()
  expect(document.activeElement).toBe(document.body)
})

test('a page that did not load says why, what is safe, and leads back', () => {
  const page = view(failed('forbidden'), { to: '/batches', label: '批次' })
  expect(page.get('h1').text()).toBe('没有查看权限')
  expect(page.get('[role=alert]').text()).toContain('调整您的角色')
  expect(page.get('a').attributes('href')).toBe('/batches')
  page.unmount()
  expect(view(failed('internal')).get('[role=alert]').text()).toContain('县里的数据没有变')
})
