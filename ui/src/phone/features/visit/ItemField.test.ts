import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'

import { useHost } from '../../../bridge'
import type { AnswerInput, ItemForm } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import { item, option, visitForm } from '../../../bridge/canned/form'
import LoadView from '../../components/LoadView.vue'
import { i18n } from '../../i18n'
import ItemField from './ItemField.vue'
import { provideVisit } from './useVisit'

beforeEach(() => {
  document.body.innerHTML = '<div id="sheets"></div>'
})

/** One item on an open visit; `answers` is what the app was told. */
async function opened(one: ItemForm, refuse?: string) {
  const answers: AnswerInput[] = []
  const base = visitForm('v1')
  useHost(cannedWith({
    visit: () => base,
    answer: (input) => {
      answers.push(input)
      if (refuse) throw { code: refuse }
      return base
    },
  }))
  const Page = defineComponent({
    setup() {
      const { state } = provideVisit('v1')
      return () => h(LoadView, { state: state.value }, { default: () => h(ItemField, { item: one, memberId: 'm1', comments: [] }) })
    },
  })
  const wrapper = mount(Page, { attachTo: document.body, global: { plugins: [i18n] } })
  await flushPromises()
  return { wrapper, answers }
}

test('a tap on yes answers yes for this member', async () => {
  const { wrapper, answers } = await opened(item('grain', '粮油充足', 'yes_no'))
  await wrapper.findAll('input[type=radio]')[0]?.trigger('change')
  expect(answers).toEqual([{ visit_id: 'v1', item: 'grain', member_id: 'm1', value: { type: 'choice', value: 'yes' } }])
})

test('three answers are offered where the item does not always apply', async () => {
  const { wrapper, answers } = await opened(item('paid', '按时发放', 'yes_no_na'))
  const radios = wrapper.findAll('input[type=radio]')
  expect(radios).toHaveLength(3)
  await radios[2]?.trigger('change')
  expect(answers[0]?.value).toEqual({ type: 'choice', value: 'na' })
})

test('a tap on what was taken over confirms it', async () => {
  const { wrapper, answers } = await opened(item('grain', '粮油充足', 'yes_no', { value: { type: 'choice', value: 'yes' }, carried: true }))
  expect(wrapper.text()).toContain('上次')
  await wrapper.findAll('input[type=radio]')[0]?.trigger('click')
  expect(answers[0]?.value).toEqual({ type: 'choice', value: 'yes' })
})

test('five options lie open, six come in a sheet', async () => {
  const options = ['a', 'b', 'c', 'd', 'e'].map((code) => option(code, code))
  expect((await opened(item('x', '选', 'enum', { options }))).wrapper.findAll('input[type=radio]')).toHaveLength(5)
  const { wrapper, answers } = await opened(item('x', '选', 'enum', { options: [...options, option('f', 'f')] }))
  expect(wrapper.findAll('input[type=radio]')).toHaveLength(0)
  await wrapper.find('button.opener').trigger('click')
  await nextTick()
  const radios = document.querySelectorAll<HTMLInputElement>('#sheets input[type=radio]')
  expect(radios).toHaveLength(6)
  radios[5]?.dispatchEvent(new Event('change'))
  await flushPromises()
  expect(answers[0]?.value).toEqual({ type: 'choice', value: 'f' })
})

test('a member is answered as a member', async () => {
  const { wrapper, answers } = await opened(item('who', '受访人', 'member_ref', { options: [option('m1', '王秀英')] }))
  await wrapper.find('input[type=radio]').trigger('change')
  expect(answers[0]?.value).toEqual({ type: 'member', value: 'm1' })
})

test('chips answer in the order of the list and taking the last one back answers nothing', async () => {
  const options = [option('none', '无', true), option('a', '甲'), option('b', '乙')]
  const { wrapper, answers } = await opened(item('f', '因素', 'multi_enum', { options, value: { type: 'choices', value: ['b'] } }))
  await wrapper.findAll('input[type=checkbox]')[1]?.trigger('change')
  await flushPromises()
  expect(answers[0]?.value).toEqual({ type: 'choices', value: ['a', 'b'] })
  await wrapper.findAll('input[type=checkbox]')[2]?.trigger('change')
  await flushPromises()
  expect(answers[1]?.value).toBeNull()
})

test.each([
  ['integer', '１2', { type: 'integer', value: 12 }],
  ['number', '96.50', { type: 'decimal', value: '96.50' }],
  ['money', '9,615.5', { type: 'money', value: 961_550 }],
  ['integer', '', null],
] as const)('%s typed as "%s" is saved when the field is left', async (kind, typed, value) => {
  const { wrapper, answers } = await opened(item('n', '数', kind, { value: { type: 'integer', value: 1 } }))
  const input = wrapper.find('input')
  await input.setValue(typed)
  await input.trigger('blur')
  await flushPromises()
  expect(answers.map((one) => one.value)).toEqual([value])
})

test('what is no number is said and not sent', async () => {
  const { wrapper, answers } = await opened(item('n', '数', 'integer'))
  await wrapper.find('input').setValue('3.5个')
  await wrapper.find('input').trigger('blur')
  await flushPromises()
  expect(answers).toHaveLength(0)
  expect(wrapper.find('input').attributes('aria-invalid')).toBe('true')
})

test('text is saved after a pause, without leaving the field', async () => {
  vi.useFakeTimers()
  try {
    const page = opened(item('t', '简述', 'text', { max_length: 200 }))
    await vi.runAllTimersAsync()
    const { wrapper, answers } = await page
    await wrapper.find('textarea').setValue('门口有狗 ')
    expect(answers).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1000)
    expect(answers[0]?.value).toEqual({ type: 'text', value: '门口有狗' })
  } finally {
    vi.useRealTimers()
  }
})

test('words typed a moment before the screen goes are saved', async () => {
  const { wrapper, answers } = await opened(item('t', '简述', 'text', { max_length: 200 }))
  await wrapper.find('textarea').setValue('最后一句')
  wrapper.unmount()
  await flushPromises()
  expect(answers[0]?.value).toEqual({ type: 'text', value: '最后一句' })
})

test('a date is answered as a day', async () => {
  const { wrapper, answers } = await opened(item('d', '日期', 'date', { value: { type: 'date', value: '2024-01-31' } }))
  await wrapper.find('button.opener').trigger('click')
  await nextTick()
  const [, month] = document.querySelectorAll<HTMLSelectElement>('#sheets select')
  if (month) {
    month.value = '2'
    month.dispatchEvent(new Event('change'))
  }
  await nextTick()
  const confirm = [...document.querySelectorAll<HTMLButtonElement>('#sheets button')].find((button) => button.textContent?.includes('确定'))
  confirm?.click()
  await flushPromises()
  expect(answers[0]?.value).toEqual({ type: 'date', value: '2024-02-29' })
})

test('a refused answer says why, and what was there stays', async () => {
  const { wrapper } = await opened(item('grain', '粮油充足', 'yes_no', { value: { type: 'choice', value: 'no' } }), 'item_hidden')
  await wrapper.findAll('input[type=radio]')[0]?.trigger('change')
  await flushPromises()
  expect(wrapper.find('[role=alert]').text()).toContain('不用填')
  expect(wrapper.findAll('.segment.on')[0]?.text()).toContain('否')
})

test('a missing photo can be replaced by a reason', async () => {
  const { wrapper } = await opened(item('p', '现场照片', 'photo', { photos_min: 1, photos_max: 4, waivable: true }))
  expect(wrapper.text()).toContain('拍不了照片')
  expect(wrapper.find('input[type=file]').attributes('accept')).toBe('image/*')
})
