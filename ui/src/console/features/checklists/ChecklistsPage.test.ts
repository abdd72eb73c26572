import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { Answered } from '../../canned/answered'
import { answerChecklists } from '../../canned/checklists'
import { chooseLocale, i18n } from '../../words'
import ChecklistsPage from './ChecklistsPage.vue'

let posts: { address: string; body: Record<string, unknown> }[]
let refused: string | null
let shown: { unmount: () => void } | undefined

beforeEach(() => {
  chooseLocale('zh')
  posts = []
  refused = null
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    const id = address.split('/checklists/')[1]
    const body = init.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : {}
    if (init.method === 'POST') posts.push({ address, body })
    if (refused && id === 'publish') return Promise.resolve(new Answered({ code: refused, field: 'from' }, 400))
    return Promise.resolve(new Answered(structuredClone(answerChecklists(id, body))))
  })
})
afterEach(() => {
  shown?.unmount()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function screen() {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { template: '<i />' } }] })
  const page = mount(ChecklistsPage, { attachTo: document.body, global: { plugins: [router, i18n] } })
  shown = page
  await flushPromises()
  const press = async (words: string, within: ParentNode = document) => {
    const button = [...within.querySelectorAll<HTMLButtonElement>('button')].find((one) => one.textContent?.trim() === words)
    if (!button) throw new Error(`no button ${words}`)
    button.click()
    await flushPromises()
  }
  const write = (text: string) => page.find('textarea').setValue(text)
  return { page, press, write }
}

test('every fault is listed by its place in both languages, and nothing can be published', async () => {
  const { page, press, write } = await screen()
  await write('{}')
  await press('检查')
  expect(page.text()).toContain('有 3 处问题')
  const rows = page.findAll('.result tbody tr').map((row) => row.text())
  expect(rows).toHaveLength(3)
  expect(rows[2]).toContain('sections[3].items[2].min')
  expect(rows[2]).toContain('最小值大于最大值')
  await chooseLocale('en')
  await flushPromises()
  expect(page.findAll('.result tbody tr')[2]?.text()).toContain('The smallest is above the largest')
  expect(page.find('.publish').exists()).toBe(false)
})

test('what is published is what was checked, after a question', async () => {
  const { page, press, write } = await screen()
  const text = '{"sections": []}'
  await write(text)
  await press('检查')
  expect(page.text()).toContain('2026.11.0+620502.3')
  await press('发布')
  expect(posts.map(({ address }) => address.split('/').pop())).toEqual(['check'])
  const dialog = document.querySelector('[role=dialog]')
  if (!dialog) throw new Error('nobody asked')
  await press('发布', dialog)
  expect(posts[1]?.body).toMatchObject({ overlay: text })
  expect(posts[1]?.body.from).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(page.find('tbody tr').text()).toContain('2026.11.0+620502.3')
})

test('an overlay changed after the check must be checked again', async () => {
  const { page, press, write } = await screen()
  await write('{"sections": []}')
  await press('检查')
  await write('{"sections": [] }')
  expect(page.text()).toContain('内容改过，请再检查一次')
  expect(page.find('.publish').exists()).toBe(false)
})

test('a refusal is said and the text stays', async () => {
  refused = 'in_the_past'
  const { page, press, write } = await screen()
  await write('{"sections": []}')
  await press('检查')
  await press('发布')
  await press('发布', document.querySelector('[role=dialog]') ?? document)
  expect(page.text()).toContain('不能早于今天')
  expect((page.find('textarea').element as HTMLTextAreaElement).value).toBe('{"sections": []}')
})

test('a version shows the form of a phone, with what is new, changed and left out', async () => {
  const { page, press } = await screen()
  await press('查看')
  const text = page.find('tr.more').text()
  for (const words of ['取暖方式', '新增', '改写', '隐藏', '选项：煤炉、无', '范围：0 至 800']) expect(text).toContain(words)
  await press('以此为底稿')
  expect((page.find('textarea').element as HTMLTextAreaElement).value).toContain('"base": "2026.11.0"')
})
