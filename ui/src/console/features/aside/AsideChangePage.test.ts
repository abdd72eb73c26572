import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { AsideForm, AsideResult } from '../../api'
import { Answered } from '../../canned/answered'
import { asidePage, content, rows } from '../../canned/aside'
import { chooseLocale, i18n } from '../../words'
import AsideChangePage from './AsideChangePage.vue'

let posts: { address: string; body: AsideForm | null }[]
let refused: string | null
let shown: { unmount: () => void } | undefined
const first = rows[0]?.change_id ?? ''
const second = rows[1]?.change_id ?? ''

beforeEach(() => {
  chooseLocale('zh')
  posts = []
  refused = null
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    if (init.method !== 'POST') return Promise.resolve(new Answered(structuredClone(asidePage(first))))
    const body = init.body ? (JSON.parse(String(init.body)) as AsideForm) : null
    posts.push({ address, body })
    if (address.endsWith('/content')) return Promise.resolve(new Answered(content))
    const told: AsideResult = { changes: (body?.changes ?? []).map(({ change_id }) => ({ change_id, refused })) }
    return Promise.resolve(new Answered(told))
  })
})
afterEach(() => {
  shown?.unmount()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function screen() {
  const empty = { template: '<i />' }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: empty }, { path: '/aside', name: 'aside', component: empty }, { path: '/aside/:id', name: 'aside-change', component: empty }, { path: '/visits/:id', name: 'visit', component: empty }],
  })
  const page = mount(AsideChangePage, { props: { id: first }, attachTo: document.body, global: { plugins: [router, i18n] } })
  shown = page
  await flushPromises()
  const press = async (words: string, within = '') => {
    const button = [...document.querySelectorAll<HTMLButtonElement>(`${within} button`)].find((one) => one.textContent?.trim().startsWith(words))
    if (!button) throw new Error(`no button ${words}`)
    button.click()
    await flushPromises()
  }
  const write = async (words: string) => {
    const field = document.querySelector<HTMLTextAreaElement>('[role=dialog] textarea')
    if (!field) throw new Error('nowhere to write')
    field.value = words
    field.dispatchEvent(new Event('input'))
    await flushPromises()
  }
  return { page, press, write }
}

test('releasing takes what follows along, names what was seen, and needs a reason', async () => {
  const { press, write } = await screen()
  await press('放行入账')
  await press('放行入账', '[role=dialog]')
  expect(posts, 'no reason yet').toEqual([])
  await write('核对过内容')
  await press('放行入账', '[role=dialog]')
  const body = posts[0]?.body
  expect(body?.action).toBe('release')
  expect(body?.reason).toBe('核对过内容')
  expect(body?.changes).toEqual([{ change_id: first, sequence: 41 }, { change_id: second, sequence: 42 }])
  expect(body?.decision_id).toMatch(/^[0-9a-f-]{36}$/)
})

test('the content is shown only when somebody asks for it', async () => {
  const { page, press } = await screen()
  expect(page.text()).not.toContain('入户走访')
  expect(posts).toEqual([])
  await press('查看内容')
  expect(posts.map(({ address }) => address)).toEqual([`/v1/console/aside/${first}/content`])
  expect(page.text()).toContain('入户走访')
})

test('what the rules refuse is said, and the change stays where it is', async () => {
  refused = 'assignment_closed'
  const { page, press, write } = await screen()
  await press('放行入账')
  await write('试一试')
  await press('放行入账', '[role=dialog]')
  expect(document.body.textContent).toContain('没有生效，原样保留：帮扶关系已结束')
  expect(page.text()).toContain('隔离')
})
