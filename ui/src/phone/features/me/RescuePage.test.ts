import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useHost } from '../../../bridge'
import type { Rescue } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import type { Answers } from '../../../bridge/canned'
import { rescue } from '../../../bridge/canned/rescue'
import { i18n } from '../../i18n'
import { PIECE_BYTES } from './rescueFile'
import RescuePage from './RescuePage.vue'

beforeEach(() => {
  document.body.innerHTML = ''
})

async function opened(answers: Answers) {
  const host = cannedWith(answers)
  useHost(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  const page = mount(RescuePage, { attachTo: document.body, global: { plugins: [i18n, router] } })
  await flushPromises()
  const button = (words: string) => page.findAll('button').find((one) => one.text().includes(words))
  return { page, host, button }
}

test('nobody is told that a carried file arrived before the county has proved it', async () => {
  const { page } = await opened({ rescue: () => rescue(false) })
  const items = page.findAll('section')[1]!.findAll('li').map((item) => item.text())
  expect(items[0]).toContain('等信号')
  expect(items[1]).toContain('县里已全部收到')
  expect(items[2]).toContain('县里没有收下')
  expect(items[2]).toContain('县里不认识做这个包的手机')
  expect(items.filter((text) => text.includes('已全部收到'))).toHaveLength(1)
})

test('a file can only be packed once the county has told what to seal it to', async () => {
  const { page, button } = await opened({ rescue: () => ({ ...rescue(false), can_export: false }) })
  expect(button('制作救援包')?.attributes('disabled')).toBeDefined()
  expect(page.text()).toContain('先联网同步一次')
})

test('stopping leaves no file and is no failure', async () => {
  const { page, button } = await opened({ rescue: () => rescue(false), export_bundle: () => { throw { code: 'cancelled' } } })
  await button('制作救援包')?.trigger('click')
  await flushPromises()
  expect(page.text()).toContain('已停止，没有留下文件')
  expect(page.findAll('.bad[role=alert]')).toHaveLength(0)
})

test('a copy is deleted only after asking, and the words say that it is a copy', async () => {
  const { page, host, button } = await opened({ rescue: () => rescue(false), delete_export: (): Rescue => rescue(true) })
  await button('删除文件')?.trigger('click')
  expect(host.asked.map(([name]) => name)).not.toContain('delete_export')
  expect(page.text()).toContain('本机记录不受影响')
  await page.findAll('button').find((one) => one.text() === '删除')?.trigger('click')
  await flushPromises()
  expect(host.asked).toContainEqual(['delete_export', { bundle_id: 'b1' }])
})

test('a large file is brought in piece by piece, each once and in order', async () => {
  const { page, host } = await opened({
    rescue: () => rescue(true),
    import_piece: () => ({ import_id: 'i1' }),
    import_bundle: () => ({ known: false, rescue: rescue(false) }),
  })
  const input = page.find('input[type=file]')
  const file = new File([new Uint8Array(PIECE_BYTES * 2 + 5)], 'ruhu.ruhu')
  Object.defineProperty(input.element, 'files', { value: [file] })
  Object.defineProperty(input.element, 'value', { value: '', writable: true })
  await input.trigger('change')
  for (let turn = 0; turn < 400 && !host.asked.some(([name]) => name === 'import_bundle'); turn += 1) {
    await new Promise((done) => setTimeout(done, 10))
  }
  await flushPromises()
  const pieces = host.asked.filter(([name]) => name === 'import_piece').map(([, piece]) => piece as { import_id: string | null; offset: number })
  expect(pieces.map((piece) => [piece.import_id, piece.offset])).toEqual([[null, 0], ['i1', PIECE_BYTES], ['i1', PIECE_BYTES * 2]])
  expect(page.text()).toContain('已收下')
})
