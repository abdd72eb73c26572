import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ImportChecked } from '../../api'
import { answerImportJob, checked } from '../../canned/imports'
import { chooseLocale, i18n } from '../../words'
import CheckResult from './CheckResult.vue'

/** The county's answer to whatever is asked. */
let answer: { status: number; body: unknown }

beforeEach(() => {
  chooseLocale('zh')
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(answer.body), { status: answer.status, headers: { 'content-type': 'application/json' } }))
})
afterEach(() => vi.unstubAllGlobals())

function show(change: Partial<ImportChecked> = {}) {
  return mount(CheckResult, { props: { job: answerImportJob('import_check'), checked: { ...checked, ...change } }, global: { plugins: [i18n] } })
}
const button = (page: ReturnType<typeof show>, word: string) => page.findAll('button').find((one) => one.text().includes(word))

test('only rows that are written are promised', async () => {
  const page = show()
  answer = { status: 200, body: { job_id: 'j9' } }
  await button(page, '确认导入 247 行')?.trigger('click')
  await flushPromises()
  expect(page.emitted('importing')).toEqual([['j9']])
  expect(page.text()).toContain('不覆盖，列为待核实')
})

test('a roster that moved since asks for another check, and says that nothing was written', async () => {
  const page = show()
  answer = { status: 409, body: { code: 'roster_moved' } }
  await button(page, '确认导入')?.trigger('click')
  await flushPromises()
  expect(page.text()).toContain('名册又有变动')
  expect(page.text()).toContain('没有写入任何数据')
  expect(button(page, '确认导入')).toBeUndefined()
  answer = { status: 200, body: { job_id: 'j10' } }
  await button(page, '重新检查')?.trigger('click')
  await flushPromises()
  expect(page.emitted('checking')).toEqual([['j10']])
})

test('a file without the columns it needs cannot be confirmed', () => {
  const page = show({ missing: ['户主姓名'] })
  expect(page.text()).toContain('没有找到：户主姓名')
  expect(button(page, '确认导入')).toBeUndefined()
})

test('where every row is as it was there is nothing to confirm', () => {
  const page = show({ counts: { ...checked.counts, added: 0, changed: 0 } })
  expect(button(page, '没有需要写入的行')?.attributes('disabled')).toBeDefined()
})
