import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { ref } from 'vue'
import type { UnitForm, UnitList } from '../../api'
import { Answered } from '../../canned/answered'
import { useUnits } from './useUnits'

const list = (): UnitList => ({ town: '620502100', units: [{ role: { code: 'village', zh: '村两委', en: 'Village' }, name: '', contact: '' }, { role: { code: 'town_edu', zh: '教管中心', en: 'Education' }, name: '中心学校', contact: '' }] })
afterEach(() => vi.unstubAllGlobals())

function county(answer: () => Promise<Response>) {
  const posts: UnitForm[] = []
  vi.stubGlobal('fetch', (_address: string, init: RequestInit) => {
    posts.push(JSON.parse(String(init.body)) as UnitForm)
    return answer()
  })
  return posts
}
function first(units: ReturnType<typeof useUnits>) {
  const [draft] = units.drafts
  if (!draft) throw new Error('no unit')
  return draft
}

test('a line is kept when it is left, once, and only if it changed', async () => {
  const posts = county(() => Promise.resolve(new Answered(list())))
  const units = useUnits(ref(list()))
  const draft = first(units)
  await units.keep(draft)
  expect(posts).toEqual([])
  draft.name = ' 上河村 '
  await units.keep(draft)
  await units.keep(draft)
  expect(posts).toEqual([{ town: '620502100', role: 'village', name: '上河村', contact: '' }])
  expect(draft.is).toBe('saved')
  expect(units.filled.value).toBe(2)
})

test('what is typed while another is under way is kept too', async () => {
  let free: (response: Response) => void = () => {}
  const posts = county(() => new Promise((resolve) => (free = resolve)))
  const units = useUnits(ref(list()))
  const draft = first(units)
  draft.name = '上河'
  const kept = units.keep(draft)
  draft.name = '上河村'
  await units.keep(draft)
  expect(posts).toHaveLength(1)
  free(new Answered(list()))
  await flushPromises()
  free(new Answered(list()))
  await kept
  expect(posts.map((one) => one.name)).toEqual(['上河', '上河村'])
  expect(draft.name).toBe('上河村')
})

test('a failure says why and keeps what was typed', async () => {
  county(() => Promise.resolve(new Answered({ code: 'not_allowed' }, 403)))
  const units = useUnits(ref(list()))
  const draft = first(units)
  draft.contact = '周敏'
  await units.keep(draft)
  expect(draft).toMatchObject({ is: 'failed', code: 'not_allowed', contact: '周敏' })
})
