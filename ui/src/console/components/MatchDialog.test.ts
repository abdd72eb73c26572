import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { PhotoMatch, PhotoMatchForm } from '../api'
import { photoMatches } from '../canned/photos'
import { RequestFailed } from '../http'
import { chooseLocale, i18n } from '../words'
import { conclusion, likeness } from './matchMark'
import MatchDialog from './MatchDialog.vue'

const [exact, across, look] = photoMatches as [PhotoMatch, PhotoMatch, PhotoMatch]
let shown: { unmount: () => void } | undefined

beforeEach(() => chooseLocale('zh'))
afterEach(() => {
  shown?.unmount()
  document.body.innerHTML = ''
})

async function open(match: PhotoMatch, settle: (form: PhotoMatchForm) => Promise<void> = () => Promise.resolve()) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/visits/:id', name: 'visit', component: { template: '' } }, { path: '/', component: { template: '' } }] })
  const page = mount(MatchDialog, { props: { match, settle }, global: { plugins: [i18n, router] }, attachTo: document.body })
  shown = page
  await flushPromises()
  return page
}
const save = () => [...document.querySelectorAll('button')].find((one) => one.textContent?.includes('保存结论'))
function fill(choice: string, why: string) {
  const radio = document.querySelector<HTMLInputElement>(`input[value=${choice}]`)
  const text = document.querySelector('textarea')
  if (!radio || !text) throw new Error('no form')
  radio.click()
  text.value = why
  text.dispatchEvent(new Event('input'))
  return flushPromises()
}

test('a pair is settled with what was seen, a conclusion and a reason, and not without', async () => {
  const told: PhotoMatchForm[] = []
  await open(exact, (form) => Promise.resolve(void told.push(form)))
  expect(save()?.disabled).toBe(true)
  await fill('reused', '  ')
  expect(save()?.disabled).toBe(true)
  await fill('reused', ' 用的是上个月的照片 ')
  save()?.click()
  await flushPromises()
  expect(told).toEqual([{ seen: 'open', outcome: 'reused', reason: '用的是上个月的照片' }])
})

test('somebody who was faster is told about, and what was written stays', async () => {
  await open(exact, () => Promise.reject(new RequestFailed('stale', 409)))
  await fill('fair', '同一天补拍')
  save()?.click()
  await flushPromises()
  expect(document.querySelector('[role=alert]')?.textContent).toContain('刚被他人处理过')
  expect(document.querySelector('textarea')?.value).toBe('同一天补拍')
})

test('outside one’s area there is a town and nothing else, and nothing to settle', async () => {
  await open(across)
  expect(document.body.textContent).toContain('云台乡')
  expect(document.querySelectorAll('img')).toHaveLength(1)
  expect(save()).toBeUndefined()
  expect(document.body.textContent).toContain('您不能处理这一对')
})

test('a photo the visit no longer has is said to be gone', async () => {
  await open(look)
  expect(document.body.textContent).toContain('已经没有这张照片')
})

test('how near photos are is told by word, and a pair of one visit apart from others', () => {
  expect(likeness(exact).word).toBe('photoMatch.exact')
  expect(likeness({ ...exact, earlier: exact.later }).word).toBe('photoMatch.exactHere')
  expect(likeness(across)).toMatchObject({ word: 'photoMatch.alike', n: 12 })
  expect(likeness(look)).toMatchObject({ word: 'photoMatch.look', n: 27 })
  expect(conclusion(look)).toBeNull()
  expect(conclusion({ ...look, outcome: 'fair' })?.word).toBe('photoMatch.fair')
})
