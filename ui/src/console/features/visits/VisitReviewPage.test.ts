import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { DecideForm, VisitPage } from '../../api'
import { Answered } from '../../canned/answered'
import { batchPage, visitPage } from '../../canned/visits'
import { chooseLocale, i18n } from '../../words'
import VisitReviewPage from './VisitReviewPage.vue'

interface County {
  visits: Map<string, VisitPage>
  decisions: { id: string; form: DecideForm; console: string | null }[]
  /** Another reviewer is faster than the next decision. */
  overtaken: boolean
}
let county: County
let shown: { unmount: () => void } | undefined

function open(id: string): VisitPage {
  const page = county.visits.get(id)
  if (!page) throw new Error(`no visit ${id}`)
  return page
}

function answer(address: string, init: RequestInit): Response {
  const [, collection, id = '', move] = address.slice('/v1/console'.length).split('/')
  const reply = (body: unknown, status = 200) => new Answered(body, status)
  if (collection === 'batches') {
    const page = batchPage()
    return reply({ ...page, visits: page.visits.map((row) => open(row.visit_id).visit) })
  }
  if (move !== 'decide') return reply(open(id))
  const form = JSON.parse(String(init.body)) as DecideForm
  county.decisions.push({ id, form, console: new Headers(init.headers).get('ruhu-console') })
  const page = open(id)
  const state = county.overtaken || form.decision === 'accept' ? 'county_accepted' : 'returned_to_captain'
  county.visits.set(id, { ...page, visit: { ...page.visit, state }, moves: state === 'county_accepted' ? ['revoke'] : [] })
  return county.overtaken ? reply({ code: 'stale' }, 409) : reply(open(id))
}

beforeEach(() => {
  chooseLocale('zh')
  county = {
    visits: new Map(batchPage().visits.map((row) => [row.visit_id, structuredClone(visitPage(row.visit_id))])),
    decisions: [],
    overtaken: false,
  }
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => Promise.resolve(answer(address, init)))
})
afterEach(() => {
  shown?.unmount()
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

async function review(id: string) {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/visits/:id', name: 'visit', props: true, component: VisitReviewPage },
      ...['batch', 'household'].map((name) => ({ path: `/${name}/:id`, name, component: { template: '<i />' } })),
      { path: '/visits', name: 'visits', component: { template: '<i />' } },
    ],
  })
  await router.push(`/visits/${id}`)
  const page = mount({ template: '<RouterView />' }, { attachTo: document.body, global: { plugins: [router, i18n] } })
  shown = page
  await flushPromises()
  return {
    page,
    here: () => String(router.currentRoute.value.params.id),
    async press(key: string, target: EventTarget = document.body) {
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
      await flushPromises()
    },
    async click(words: string) {
      const button = page.findAll('button').find((one) => one.text().startsWith(words))
      if (!button) throw new Error(`no button ${words}`)
      await button.trigger('click')
      await flushPromises()
    },
  }
}

test('accepting names the revision that was on the screen and moves to the next one waiting', async () => {
  const screen = await review('v1')
  await screen.press('a')
  expect(county.decisions).toEqual([
    { id: 'v1', console: '1', form: { revision: 1, seen: 'batched', decision: 'accept', reasons: [], comments: [], note: null } },
  ])
  expect(screen.here()).toBe('v2')
})

test('a visit already decided is passed over on the way to the next', async () => {
  const decided = open('v2')
  county.visits.set('v2', { ...decided, visit: { ...decided.visit, state: 'county_accepted' }, moves: ['revoke'] })
  const screen = await review('v1')
  await screen.press('a')
  expect(screen.here()).toBe('v3')
})

test('photos that are not verified are pointed out before accepting', async () => {
  const screen = await review('v3')
  await screen.press('a')
  expect(county.decisions).toEqual([])
  expect(document.body.textContent).toContain('照片还没有到齐')
})

test('returning needs a reason and takes the comments on items along', async () => {
  const screen = await review('v1')
  await screen.press('r')
  const send = () => screen.page.findAll('button').find((one) => one.text().startsWith('退回并看下一条'))
  expect(send()?.attributes('disabled')).toBeDefined()

  const raised = screen.page.find('.answer.raised')
  await raised.find('.say').trigger('click')
  await screen.page.find('.draft textarea').setValue(' 请补拍缴费凭证 ')
  await screen.page.find('.reasons input').setValue(true)
  await screen.click('退回并看下一条')
  expect(county.decisions[0]?.form).toEqual({
    revision: 1,
    seen: 'batched',
    decision: 'return',
    reasons: ['photo_missing'],
    comments: [{ item: 'medins_type', member_id: 'm1', text: '请补拍缴费凭证' }],
    note: null,
  })
  expect(screen.here()).toBe('v2')
})

test('a decision overtaken by another shows the present state and keeps what was written', async () => {
  const screen = await review('v1')
  await screen.press('r')
  await screen.page.find('.reasons input').setValue(true)
  county.overtaken = true
  await screen.click('退回并看下一条')
  expect(screen.here()).toBe('v1')
  const notice = screen.page.find('[role=alert]').text()
  expect(notice).toContain('刚被他人处理过')
  expect(notice).toContain('县级已采信')
  expect(county.decisions).toHaveLength(1)
  await screen.press('a')
  expect(county.decisions).toHaveLength(1)
})

test('J and K walk the batch, and rest while someone types', async () => {
  const screen = await review('v1')
  await screen.press('j')
  expect(screen.here()).toBe('v2')
  await screen.press('k')
  expect(screen.here()).toBe('v1')
  await screen.press('r')
  const note = document.querySelector('.panel textarea')
  if (!note) throw new Error('no note to type in')
  await screen.press('a', note)
  await screen.press('j', note)
  expect(screen.here()).toBe('v1')
  expect(county.decisions).toEqual([])
})

test('what changed or raised a problem comes first, with the answer before it', async () => {
  const screen = await review('v1')
  expect(screen.page.findAll('.section-head h3')[0]?.text()).toBe('基本医疗')
  const first = screen.page.findAll('.answer')[0]
  expect(first?.classes()).toContain('raised')
  expect(first?.text()).toContain('上次 城乡居民基本医疗保险')
})
