import { flushPromises, mount } from '@vue/test-utils'
import { ElMessageBox } from 'element-plus'
import { afterEach, expect, test, vi } from 'vitest'
import { householdPage } from '../../canned/visits'
import { i18n } from '../../words'
import ContestedFacts from './ContestedFacts.vue'

afterEach(() => vi.restoreAllMocks())

function opened(answer: Response) {
  const asked: unknown[] = []
  vi.spyOn(window, 'fetch').mockImplementation(async (_input, init) => {
    asked.push(JSON.parse(String(init?.body)))
    return answer
  })
  vi.spyOn(ElMessageBox, 'confirm').mockResolvedValue('confirm' as never)
  const facts = householdPage(0).contested
  const wrapper = mount(ContestedFacts, { props: { facts, number: facts.length }, global: { plugins: [i18n] }, attachTo: document.body })
  return { wrapper, asked }
}
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

test('both values stand side by side, each with who said it', () => {
  const { wrapper } = opened(json({}))
  for (const words of ['13800002046', '13900007788', '李春燕改的', '赵明德改的', '1 项']) expect(wrapper.text()).toContain(words)
})

test('a decision names the value and the version it saw', async () => {
  const page = householdPage(1)
  const { wrapper, asked } = opened(json(page))
  await wrapper.findAll('button')[1]?.trigger('click')
  await flushPromises()
  expect(asked).toEqual([{ kind: 'household', record_id: 'h1', field: 'phone', version: 4, contest_id: 'c9' }])
  expect(wrapper.emitted('decided')?.[0]).toEqual([page])
})

test('a decision on what has moved changes nothing and asks to look again', async () => {
  const { wrapper } = opened(json({ code: 'stale' }, 409))
  await wrapper.findAll('button')[0]?.trigger('click')
  await flushPromises()
  expect(wrapper.emitted('decided')).toBeUndefined()
  expect(wrapper.emitted('stale')).toHaveLength(1)
})
