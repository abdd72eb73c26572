import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { reactive } from 'vue'

import { useHost } from '../../bridge'
import type { PhotoCard, PhotoDetails } from '../../bridge'
import { cannedWith } from '../../bridge/canned'
import type { Answers } from '../../bridge/canned'
import { photo } from '../../bridge/canned/form'
import { i18n } from '../i18n'
import PhotoViewer from './PhotoViewer.vue'

beforeEach(() => {
  document.body.innerHTML = '<div id="sheets"></div>'
})

const details = (more: Partial<PhotoDetails> = {}): PhotoDetails => ({
  photo_id: 'p1', visit_id: 'v1', kind: { code: 'visit_scene', label: '入户现场' }, item_label: '入户现场照片', taken_ms: 1_795_312_800_000,
  place: '兴县蔚汾镇李家湾村三组', coordinates: 'N34.58081 E105.72420 ±12m WGS-84', accuracy_m: 12, quality: 'good', manual: false, mock: false,
  distance_m: 8, bearing_deg: 90, visitor: '王芳 县水利局', head_name: '张*', number_tail: '0017', check_code: 'A1B2C3D4', bytes: 240_000, width: 1600, height: 1200,
  imported: false, exif: null, delivery: 'here', sent_percent: 0, verified_ms: null, blurred: 0, can_blur: true, boxed: null, ...more,
})

async function opened(answers: Answers, photos: PhotoCard[] = [photo('p1'), photo('p2')]) {
  const host = cannedWith({ picture: () => ({ data_url: 'data:image/jpeg;base64,AA' }), photo_details: () => details(), ...answers })
  useHost(host)
  const props = reactive({ photos, at: 0 as number | null })
  const wrapper = mount({
    components: { PhotoViewer },
    setup: () => ({ props }),
    template: '<PhotoViewer v-model:at="props.at" :photos="props.photos" @close="props.at = null" />',
  }, { attachTo: document.body, global: { plugins: [i18n] } })
  await flushPromises()
  const inside = () => document.querySelector<HTMLElement>('.photo-viewer')
  const press = async (key: string) => {
    inside()?.querySelector('.frame')?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await flushPromises()
  }
  const button = (name: string) => [...(inside()?.querySelectorAll('button') ?? [])].find((one) => (one.getAttribute('aria-label') ?? one.textContent ?? '').includes(name))
  return { wrapper, host, props, inside, press, button }
}

test('a photo at the county that does not come says why, and is tried again on a tap', async () => {
  let line = false
  const { inside, button } = await opened({
    picture: () => {
      if (!line) throw { code: 'photo_not_here' }
      return { data_url: 'data:image/jpeg;base64,AA' }
    },
  }, [{ ...photo('p1'), verified: true, delivery: 'verified', here: false }])
  expect(inside()?.textContent).toContain('照片在县里，有信号时可看')
  expect(inside()?.textContent).toContain('县里已核实')
  line = true
  button('再试一次')?.click()
  await flushPromises()
  expect(inside()?.querySelector('.stage img')).not.toBeNull()
})

test('what a picked file says of itself is read out, and not relied on', async () => {
  const exif = { time: '2025-03-08T14:05:00', coordinates: 'N34.59081 E105.72420', distance_m: 1112 }
  const { inside } = await opened({ photo_details: () => details({ imported: true, exif }) })
  expect(inside()?.textContent).toContain('2025-03-08 14:05:00\nN34.59081 E105.72420\n距拍照定位 1.1 km\n仅供参考，不作依据')
})

test('arrows turn the page, plus and minus zoom, Escape closes', async () => {
  const { props, press, inside } = await opened({})
  await press('ArrowRight')
  expect(props.at).toBe(1)
  await press('ArrowLeft')
  expect(props.at).toBe(0)
  await press('+')
  expect(inside()?.querySelector('.percent')?.textContent).toBe('150%')
  await press('ArrowRight')
  expect(props.at, 'an enlarged photo is moved, not turned over').toBe(0)
  await press('0')
  await press('Escape')
  expect(props.at).toBeNull()
})

test('only a photo that may be covered offers it', async () => {
  const { button } = await opened({ photo_details: () => details({ can_blur: false }) })
  expect(button('遮挡面部')).toBeUndefined()
  document.body.innerHTML = '<div id="sheets"></div>'
  const second = await opened({})
  expect(second.button('遮挡面部')).toBeDefined()
})

test('another copy of the same photo is fetched anew', async () => {
  const { props, host } = await opened({})
  const asked = () => host.asked.filter(([name]) => name === 'picture').length
  expect(asked()).toBe(1)
  props.photos = [{ ...photo('p1'), copy: 'covered' }, photo('p2')]
  await flushPromises()
  expect(asked(), 'the screen would go on showing the face').toBe(2)
})

test('what drawn areas are saved is what was drawn, and a failure keeps them on the screen', async () => {
  const { button, inside, host } = await opened({
    blur_page: () => ({ data_url: 'data:image/jpeg;base64,AA', scene_width: 1, scene_height: 1, areas: [] }),
    blur_photo: () => { throw { code: 'disk_full' } },
  })
  button('遮挡面部')?.click()
  await flushPromises()
  button('加一处')?.click()
  await flushPromises()
  button('保存遮挡')?.click()
  await flushPromises()
  const [, input] = host.asked.find(([name]) => name === 'blur_photo') ?? []
  expect(input).toMatchObject({ visit_id: 'v1', photo_id: 'p1', areas: [{ left: expect.any(Number) }] })
  expect(inside()?.textContent).toContain('手机存储已满')
  expect(inside()?.querySelectorAll('.area')).toHaveLength(1)
})
