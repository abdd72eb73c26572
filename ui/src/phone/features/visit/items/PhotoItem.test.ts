import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { defineComponent, h } from 'vue'

import { useHost } from '../../../../bridge'
import type { ErrorCode, PhotoInput } from '../../../../bridge'
import { cannedWith } from '../../../../bridge/canned'
import { item, visitForm } from '../../../../bridge/canned/form'
import { status as cannedStatus } from '../../../../bridge/canned/people'
import LoadView from '../../../components/LoadView.vue'
import { putStatus } from '../../../composables/useStatus'
import { i18n } from '../../../i18n'
import { provideVisit } from '../useVisit'
import PhotoItem from './PhotoItem.vue'

beforeEach(() => {
  document.body.innerHTML = '<div id="sheets"></div>'
})

let visits = 0
/** The photo item of an open visit; a desktop picks files, a phone has a camera app. */
async function opened({ gallery = false, desktop = false, refuse = null as ErrorCode | null } = {}) {
  const sent: PhotoInput[] = []
  // What is not saved is kept by visit: each test has its own.
  visits += 1
  const form = { ...visitForm(`v${visits}`), gallery_allowed: gallery }
  const failing = { code: refuse }
  useHost(cannedWith({
    visit: () => form,
    add_photo: (input) => {
      sent.push(input)
      if (failing.code) throw { code: failing.code }
      return form
    },
  }))
  putStatus({ ...cannedStatus(), manual_location: desktop })
  const one = item('visit_scene_photo', '现场照片', 'photo', { photos_min: 1, photos_max: 3, waivable: true })
  const Page = defineComponent({
    setup() {
      const { state } = provideVisit(form.visit_id)
      return () => h(LoadView, { state: state.value }, { default: () => h(PhotoItem, { item: one, memberId: null, labelId: 'label' }) })
    },
  })
  const wrapper = mount(Page, { attachTo: document.body, global: { plugins: [i18n] } })
  await flushPromises()
  const input = wrapper.get('input[type=file]').element as HTMLInputElement
  const button = (name: string) => wrapper.findAll('button').find((candidate) => candidate.text().includes(name))
  const asked = vi.spyOn(input, 'click').mockImplementation(() => undefined)
  async function choose(lastModified = Date.now()): Promise<void> {
    const before = sent.length
    const file = new File(['jpeg'], 'a.jpg', { type: 'image/jpeg', lastModified })
    Object.defineProperty(input, 'files', { value: [file], configurable: true })
    input.dispatchEvent(new Event('change'))
    await vi.waitFor(() => expect(sent.length).toBeGreaterThan(before))
    await flushPromises()
    expect(wrapper.find('.working').exists()).toBe(false)
  }
  return { wrapper, input, button, asked, choose, sent, failing }
}

test('without the county’s leave there is no gallery', async () => {
  const { button } = await opened()
  expect(button('从相册选')).toBeUndefined()
  expect(button('选照片')).toBeUndefined()
})

test('with its leave a picture comes from the gallery, and is marked', async () => {
  const { button, input, asked, choose, sent } = await opened({ gallery: true })
  await button('从相册选')?.trigger('click')
  await flushPromises()
  expect(asked).toHaveBeenCalled()
  expect(input.hasAttribute('capture')).toBe(false)
  await choose()
  expect(sent.map((one) => one.imported)).toEqual([true])
})

test('a phone whose browser has no camera opens the system’s own', async () => {
  const { button, input, asked, choose, sent } = await opened()
  await button('拍照')?.trigger('click')
  await flushPromises()
  expect(asked).toHaveBeenCalled()
  expect(input.getAttribute('capture')).toBe('environment')
  await choose()
  expect(sent.map((one) => one.imported)).toEqual([false])
})

test('an old file handed over in the camera’s stead is marked', async () => {
  const { button, choose, sent } = await opened()
  await button('拍照')?.trigger('click')
  await flushPromises()
  await choose(Date.now() - 86_400_000)
  expect(sent.map((one) => one.imported)).toEqual([true])
})

test('on a desktop a file is picked, and marked', async () => {
  const { button, input, choose, sent } = await opened({ gallery: true, desktop: true })
  expect(input.hasAttribute('capture')).toBe(false)
  expect(button('选照片')).toBeDefined()
  await choose()
  expect(sent.map((one) => one.imported)).toEqual([true])
})

test('a picture that could not be saved is told and saved on the second try', async () => {
  const { wrapper, button, choose, sent, failing } = await opened({ refuse: 'disk_full' })
  await choose()
  expect(wrapper.get('.unsaved').text()).toContain('手机存储已满')
  failing.code = null
  await button('再存')?.trigger('click')
  await vi.waitFor(() => expect(sent).toHaveLength(2))
  await flushPromises()
  expect(sent[1]?.data).toBe(sent[0]?.data)
  expect(wrapper.find('.unsaved').exists()).toBe(false)
})
