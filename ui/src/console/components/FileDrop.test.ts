import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { RequestFailed } from '../http'
import { chooseLocale, i18n } from '../words'
import FileDrop from './FileDrop.vue'

beforeEach(() => chooseLocale('zh'))

function show(send: (file: File, told: (part: number) => void, signal: AbortSignal) => Promise<void>) {
  return mount(FileDrop, {
    attachTo: document.body,
    props: {
      send, name: '导入名册', accept: '.csv', drop: '拖到这里', choose: '选择文件', working: '正在打开…', stop: '取消上传', safe: '没有写入任何数据。',
      sending: (percent: number) => `正在上传 ${percent}%`,
    },
    global: { plugins: [i18n] },
  })
}
async function drop(page: ReturnType<typeof show>, ...names: string[]) {
  await page.find('section').trigger('drop', { dataTransfer: { files: names.map((name) => new File(['x'], name)) } })
  await flushPromises()
}

test('of two files dropped together none is sent, and it says so', async () => {
  const sent: string[] = []
  const page = show(async (file) => void sent.push(file.name))
  await drop(page, '农户.csv', '成员.csv')
  expect(sent).toEqual([])
  expect(page.find('[role=alert]').text()).toContain('一次只能导入一个文件')
  await drop(page, '农户.csv')
  expect(sent).toEqual(['农户.csv'])
  expect(page.find('[role=alert]').exists()).toBe(false)
})

test('what could not be sent says why and what is safe, and can be chosen again', async () => {
  const page = show(() => Promise.reject(new RequestFailed('offline', 0)))
  await drop(page, '农户.csv')
  expect(page.find('[role=alert]').text()).toContain('连接不上县级服务器')
  expect(page.find('[role=alert]').text()).toContain('没有写入任何数据。')
  expect(page.find('button').text()).toBe('选择文件')
})

test('stopped on the way it says nothing went wrong, and the keyboard is where it can choose again', async () => {
  const page = show((_, told, signal) => {
    told(0.4)
    return new Promise((_done, failed) => signal.addEventListener('abort', () => failed(new DOMException('stopped', 'AbortError'))))
  })
  await drop(page, '农户.csv')
  expect(page.text()).toContain('正在上传 40%')
  await page.find('button').trigger('click')
  await flushPromises()
  expect(page.find('[role=alert]').exists()).toBe(false)
  expect(document.activeElement?.textContent).toBe('选择文件')
  page.unmount()
})
