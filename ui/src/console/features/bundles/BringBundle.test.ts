import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BundleResult } from '../../api'
import { broughtResult } from '../../canned/bundles'
import { chooseLocale, i18n } from '../../words'
import BringBundle from './BringBundle.vue'

/** A browser's request that answers at once. */
let answer: { status: number; body: unknown }
class Request {
  upload: { onprogress?: (event: object) => void } = {}
  onload?: () => void
  status = 0
  response: unknown = null
  open() {}
  setRequestHeader() {}
  abort() {}
  send() {
    this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 1 })
    this.status = answer.status
    this.response = answer.body
    this.onload?.()
  }
}

beforeEach(() => {
  chooseLocale('zh')
  vi.stubGlobal('XMLHttpRequest', Request)
})
afterEach(() => vi.unstubAllGlobals())

async function bring(status: number, body: unknown) {
  answer = { status, body }
  const page = mount(BringBundle, { global: { plugins: [i18n], stubs: { RouterLink: { template: '<a><slot /></a>' } } } })
  const input = page.find('input[type=file]')
  Object.defineProperty(input.element, 'files', { value: [new File(['x'], 'a.ruhu')] })
  Object.defineProperty(input.element, 'value', { value: '', writable: true })
  await input.trigger('change')
  await flushPromises()
  return page
}
const result = (change: Partial<BundleResult>) => bring(200, { ...broughtResult, ...change })

test('a damaged file says what was taken in, what was not, and what to do', async () => {
  const page = await result({})
  expect(page.text()).toContain('收下了完好的部分')
  expect(page.text()).toContain('找到完整的文件可以再导入')
  expect(page.text()).toContain('没能收下 1 份')
  expect(page.text()).toContain('查看搁置的变更')
  expect(page.emitted('brought')).toHaveLength(1)
})

test('only a whole file is called whole', async () => {
  expect((await result({ code: null, parts_lost: 0 })).text()).toContain('已全部收下')
  expect((await result({})).text()).not.toContain('已全部收下')
})

test('a file that is nothing of ours takes nothing in and says why', async () => {
  const page = await result({ bundle_id: null, made_ms: null, parts: 0, parts_lost: 1, code: 'bundle_county' })
  expect(page.text()).toContain('没有收下任何内容')
  expect(page.text()).toContain('这是别的县的救援包')
  expect(page.find('dl').exists()).toBe(false)
})

test('a refused upload leaves the way open to try again', async () => {
  const page = await bring(403, { code: 'not_allowed' })
  expect(page.find('[role=alert]').exists()).toBe(true)
  expect(page.text()).toContain('选择文件')
})
