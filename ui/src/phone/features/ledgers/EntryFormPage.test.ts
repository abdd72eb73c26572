import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useHost } from '../../../bridge'
import type { EntryDraftInput, EntryForm, EntryInput, ErrorCode } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import { entryPage } from '../../../bridge/canned/entries'
import { entryForm, reckoned } from '../../../bridge/canned/entryForms'
import { hideToast } from '../../composables/useToast'
import { i18n } from '../../i18n'
import EntryFormPage from './EntryFormPage.vue'

beforeEach(() => {
  document.body.innerHTML = '<div id="sheets"></div>'
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  hideToast()
  vi.useRealTimers()
})

interface Ground { more?: Partial<EntryForm>; refuses?: { code: ErrorCode; field?: string }; full?: boolean; props?: { id?: string; step?: string } }

async function opened(path: string, { more = {}, refuses, full, props = {} }: Ground = {}) {
  const answer = (): ReturnType<typeof entryPage> => {
    if (refuses) throw refuses
    return entryPage('e4')
  }
  const host = cannedWith({
    entry_form: (target) => entryForm(target, more),
    keep_entry_draft: ({ input }) => {
      if (full) throw { code: 'disk_full' }
      return reckoned(input)
    },
    save_entry: answer,
    move_entry: answer,
  })
  useHost(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  await router.push('/visits/v1')
  await router.push(path)
  const wrapper = mount(EntryFormPage, { props, attachTo: document.body, global: { plugins: [i18n, router] } })
  await flushPromises()
  const box = (code: string) => wrapper.find(`#field-${code}`)
  const put = (code: string, text: string) => box(code).find<HTMLInputElement>('.entry').setValue(text)
  const tap = async (word: string) => {
    const button = [...document.body.querySelectorAll<HTMLElement>('button, label')].reverse().find((one) => one.textContent?.trim() === word)
    if (!button) throw new Error(`nothing says ${word}`)
    button.click()
    await flushPromises()
  }
  const pause = async (ms: number) => {
    vi.advanceTimersByTime(ms)
    await flushPromises()
  }
  const asked = <T>(name: string): T[] => host.asked.filter(([one]) => one === name).map(([, args]) => args as T)
  return { wrapper, router, box, put, tap, pause, asked }
}

const DEED = '/entries/new?ledger=good_deed&household=h0'

test('a good deed is written and saved, its money in fen to the last one', async () => {
  const { router, put, tap, asked } = await opened(DEED)
  await tap('请选择')
  await tap('帮销农产品')
  await put('text', '帮销苹果')
  await put('value', '1,280.05')
  await tap('保存')
  expect(asked<EntryInput>('save_entry')).toEqual([
    { target: { ledger: 'good_deed', household_id: 'h0', entry_id: null, step: null }, values: { category: 'sell', done_on: '2026-11-18', text: '帮销苹果', value: 128_005 }, reason: '' },
  ])
  expect(router.currentRoute.value.path).toBe('/entries/e4')
})

test('from a visit it leads back to the visit', async () => {
  const { router, put, tap } = await opened(`${DEED}&then=back`)
  await tap('请选择')
  await tap('助学')
  await put('text', '联系了助学金')
  const back = vi.spyOn(router, 'back')
  await tap('保存')
  expect(back).toHaveBeenCalledOnce()
})

test('a form that lacks something is not sent; what it lacks is said where it lacks', async () => {
  const { wrapper, box, put, tap, asked } = await opened(DEED)
  await put('value', '一百')
  await tap('保存')
  expect(asked('save_entry')).toHaveLength(0)
  expect(box('category').find('[role="alert"]').text()).toContain('不能为空')
  expect(box('value').find('[role="alert"]').text()).toContain('请填数字')
  expect(document.activeElement?.id).toBe('field-category')
  expect(wrapper.text()).toContain('有 3 处要改')
  await put('value', '100')
  expect(box('value').find('[role="alert"]').exists()).toBe(false)
})

test('fields come and go with what is chosen, and what was typed into them comes back', async () => {
  const { box, put, tap } = await opened('/entries/new?ledger=member_change&household=h0')
  expect(box('name').exists()).toBe(false)
  await tap('请选择')
  await tap('新生儿')
  await put('name', '王小宝')
  await tap('新生儿')
  await tap('死亡')
  expect(box('name').exists()).toBe(false)
  expect(box('member').exists()).toBe(true)
  await tap('死亡')
  await tap('新生儿')
  expect(box('name').find<HTMLInputElement>('.entry').element.value).toBe('王小宝')
})

test('what is typed is kept within a moment, and what it comes to is shown', async () => {
  const { wrapper, put, pause, asked } = await opened('/entries/new?ledger=income&household=h0')
  await put('wage_migrant', '36000')
  await put('wage_migrant', '36000.5')
  expect(asked('keep_entry_draft')).toHaveLength(0)
  await pause(300)
  expect(asked<EntryDraftInput>('keep_entry_draft').map((one) => one.input.values.wage_migrant)).toEqual([3_600_050])
  expect(wrapper.find('[role="status"]').text()).toBe('人均纯收入9,000.13 元')
})

test('leaving a field keeps it at once, and so does putting the phone away', async () => {
  const { box, put, asked } = await opened(DEED)
  await put('text', '换了灯泡')
  await box('text').find('.entry').trigger('blur')
  await flushPromises()
  expect(asked<EntryDraftInput>('keep_entry_draft').map((one) => [one.keep, one.input.values.text])).toEqual([[true, '换了灯泡']])
  await put('text', '换了两个灯泡')
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  document.dispatchEvent(new Event('visibilitychange'))
  await flushPromises()
  vi.restoreAllMocks()
  expect(asked<EntryDraftInput>('keep_entry_draft').at(-1)?.input.values.text).toBe('换了两个灯泡')
})

test('nothing late brings a draft back once it is saved', async () => {
  const { put, tap, pause, asked } = await opened(DEED)
  await tap('请选择')
  await tap('助学')
  await put('text', '联系了助学金')
  await tap('保存')
  await pause(5000)
  expect(asked('save_entry')).toHaveLength(1)
  expect(asked('keep_entry_draft')).toHaveLength(0)
})

test('what was left half written is there again, words that are no number too, and can be given up', async () => {
  const { wrapper, box, tap, asked } = await opened(DEED, { more: { restored: true, values: { text: '换了灯', value: '一百' } } })
  expect(wrapper.text()).toContain('上次没写完')
  expect(box('text').find<HTMLTextAreaElement>('.entry').element.value).toBe('换了灯')
  expect(box('value').find<HTMLInputElement>('.entry').element.value).toBe('一百')
  await tap('不填了，清空')
  expect(asked('keep_entry_draft')).toMatchObject([{ keep: false }])
  expect(asked('entry_form')).toHaveLength(2)
})

test('what the app refuses is said at its field, in words, and what was typed stays a draft', async () => {
  const { box, put, tap, pause, asked } = await opened(DEED, { refuses: { code: 'date_in_future', field: 'done_on' } })
  await tap('请选择')
  await tap('助学')
  await put('text', '联系了助学金')
  await tap('保存')
  expect(box('done_on').find('[role="alert"]').text()).toContain('不能晚于今天')
  expect(document.activeElement?.id).toBe('field-done_on')
  await pause(300)
  expect(asked('keep_entry_draft')).toMatchObject([{ keep: true, input: { values: { text: '联系了助学金' } } }])
})

test('what is refused for another reason is said beside the button, with the way to how it stands', async () => {
  const { wrapper, tap } = await opened('/entries/e2/steps/pass?ledger=case', { refuses: { code: 'notice_running', field: 'notice_to' }, props: { id: 'e2', step: 'pass' }, more: { fields: [] } })
  await tap('乡镇审核通过')
  const foot = wrapper.find('footer [role="alert"]')
  expect(foot.text()).toContain('公示还没有期满')
  expect(foot.find('a').attributes('href')).toBe('/entries/e2')
})

test('a step that asks why is not taken without a reason', async () => {
  const { wrapper, tap, asked } = await opened('/entries/e1/steps/drop?ledger=measure', { props: { id: 'e1', step: 'drop' } })
  await tap('不再实施')
  expect(asked('move_entry')).toHaveLength(0)
  expect(wrapper.find('main [role="alert"]').text()).toContain('请写明原因')
  await wrapper.find('textarea').setValue('户主外出务工')
  await tap('不再实施')
  expect(asked('move_entry')).toMatchObject([{ target: { entry_id: 'e1', step: 'drop' }, reason: '户主外出务工' }])
})

test('the key of the keyboard moves on, through closed headings', async () => {
  const { box } = await opened('/entries/new?ledger=income&household=h0')
  await box('wage_migrant').find('.entry').trigger('keydown', { key: 'Enter' })
  await flushPromises()
  expect(box('wage_public_post_dept').element.contains(document.activeElement)).toBe(true)
  const section = () => [...document.body.querySelectorAll('h2 button')].find((one) => one.textContent?.includes('生产经营性收入'))
  expect(section()?.getAttribute('aria-expanded')).toBe('false')
  await box('wage_other').find('.entry').trigger('keydown', { key: 'Enter' })
  await flushPromises()
  expect(section()?.getAttribute('aria-expanded')).toBe('true')
  expect(box('biz_crop').element.contains(document.activeElement)).toBe(true)
})

test('a phone without room says that what was typed was not kept', async () => {
  const { wrapper, put, pause } = await opened(DEED, { full: true })
  await put('text', '换了灯')
  await pause(300)
  expect(wrapper.find('main [role="alert"]').text()).toContain('没能存到本机')
})

test('a number of a paper is set down as it stands on it', async () => {
  const { box, put, tap, pause, asked } = await opened('/entries/new?ledger=member_change&household=h0')
  await tap('请选择')
  await tap('新生儿')
  await put('id_number', '110105 19491231002x')
  expect(box('id_number').find<HTMLInputElement>('.entry').element.value).toBe('11010519491231002X')
  await pause(300)
  expect(asked<EntryDraftInput>('keep_entry_draft').at(-1)?.input.values.id_number).toBe('11010519491231002X')
})
