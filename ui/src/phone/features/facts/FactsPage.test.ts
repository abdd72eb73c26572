import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useHost } from '../../../bridge'
import type { FactsPage as Page } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import { facts } from '../../../bridge/canned/facts'
import { i18n } from '../../i18n'
import FactsPage from './FactsPage.vue'

beforeEach(() => {
  document.body.innerHTML = '<div id="sheets"></div>'
})

/** The same page after the second value was chosen here. */
function chosen(): Page {
  const page = facts('h1')
  const contest = page.sheets[0]?.fields[0]?.contest
  if (contest?.values[1]) contest.values[1].chosen = true
  if (contest) contest.change = { change_id: 'r1', is_decision: true, delivery: 'queued', code: null, can_undo: true }
  return page
}

async function opened() {
  const host = cannedWith({
    household_facts: () => facts('h1'),
    save_facts: () => facts('h1'),
    resolve_fact: () => chosen(),
    undo_facts: () => facts('h1'),
  })
  useHost(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  const wrapper = mount(FactsPage, { props: { id: 'h1' }, attachTo: document.body, global: { plugins: [i18n, router] } })
  await flushPromises()
  const button = (word: string) => [...document.body.querySelectorAll('button')].find((one) => one.textContent?.includes(word))
  const tap = async (word: string) => {
    button(word)?.click()
    await flushPromises()
  }
  return { wrapper, host, button, tap }
}

test('both values are shown, with who said each, and either can be chosen', async () => {
  const { wrapper, host } = await opened()
  const contest = wrapper.find('.contest')
  for (const words of ['13800004127', '13800006655', '我改的', '钱文静改的', '两边不一致']) expect(contest.text()).toContain(words)
  const choices = contest.findAll('button')
  expect(choices).toHaveLength(2)
  await choices[1]?.trigger('click')
  await flushPromises()
  const [, input] = host.asked.find(([name]) => name === 'resolve_fact') ?? []
  expect(input).toMatchObject({ kind: 'household', record_id: 'h1', field: 'phone', version: 4, contest_id: 'c9' })
})

test('a choice says that it is not sent yet, and can be taken back', async () => {
  const { wrapper, host, tap } = await opened()
  await wrapper.find('.contest').findAll('button')[1]?.trigger('click')
  await flushPromises()
  expect(wrapper.find('.contest').text()).toContain('已选这个')
  await tap('撤销选择')
  expect(host.asked.find(([name]) => name === 'undo_facts')?.[1]).toEqual({ household_id: 'h1', change_id: 'r1' })
})

test('a correction that waits shows mine and what the county has', async () => {
  const { wrapper } = await opened()
  expect(wrapper.text()).toContain('青石镇石桥村东头第三家')
  expect(wrapper.text()).toContain('县里现在是：青石镇石桥村')
  expect(wrapper.text()).toContain('我的修改，待传')
})

test('a refused correction says so beside its field, and can be put away', async () => {
  const { wrapper, host, tap } = await opened()
  expect(wrapper.find('[role="alert"]').text()).toContain('修改没被接受')
  await wrapper.find('[role="alert"] button').trigger('click')
  await flushPromises()
  expect(host.asked.find(([name]) => name === 'undo_facts')?.[1]).toMatchObject({ change_id: 'f2' })
  await tap('nothing')
})

test('a phone number is typed on the number keyboard and only saved when changed', async () => {
  const { host, tap, button } = await opened()
  await tap('联系电话')
  const input = document.body.querySelector<HTMLInputElement>('#sheets input')
  expect(input?.type).toBe('tel')
  expect(button('保存')?.disabled).toBe(true)
  if (input) {
    input.value = '13900000001'
    input.dispatchEvent(new Event('input'))
  }
  await flushPromises()
  await tap('保存')
  const [, saved] = host.asked.find(([name]) => name === 'save_facts') ?? []
  expect(saved).toEqual({ household_id: 'h1', kind: 'household', record_id: 'h1', fields: [{ field: 'phone', value: { type: 'text', value: '13900000001' } }] })
})
