import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useHost } from '../../../bridge'
import type { VisitForm } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import { finishedForm, form as after } from '../../../bridge/canned/visits'
import { visitForm } from '../../../bridge/canned/form'
import LoadView from '../../components/LoadView.vue'
import { i18n } from '../../i18n'
import SealPage from './SealPage.vue'
import { provideVisit } from './useVisit'

beforeEach(() => {
  document.body.innerHTML = '<div id="sheets"></div>'
})

async function opened(form: VisitForm) {
  const host = cannedWith({
    visit: () => form,
    seal_visit: () => after(form, 'seal_visit', {}),
    answer: (input) => after(form, 'answer', input),
  })
  useHost(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  const Page = defineComponent({
    setup() {
      const { state } = provideVisit('v1')
      return () => h(LoadView, { state: state.value }, { default: () => h(SealPage) })
    },
  })
  const wrapper = mount(Page, { attachTo: document.body, global: { plugins: [i18n, router] } })
  await flushPromises()
  return { wrapper, host }
}

const ready = (): VisitForm => ({ ...finishedForm('v1'), editable: true, place: 'draft', gaps: [] })

test('a visit with gaps cannot be sealed, and each gap leads to its item', async () => {
  const { wrapper } = await opened(visitForm('v1'))
  expect(wrapper.findAll('button').some((button) => button.text().includes('封存这次走访'))).toBe(false)
  const links = wrapper.findAll('a').map((link) => link.attributes('href') ?? '')
  expect(links).toContain('/visits/v1/sections/visit_basics?item=visit_method&member=')
  expect(links).toContain('/visits/v1/sections/basic_medical?item=medins_type&member=m2')
  expect(links).toContain('/visits/v1/sections/visit_basics?item=location')
})

test('sealing says that the visit is saved on this phone, and that it may be opened again', async () => {
  const { wrapper, host } = await opened(ready())
  await wrapper.findAll('button').find((button) => button.text().includes('封存这次走访'))?.trigger('click')
  await flushPromises()
  expect(host.asked.map(([name]) => name)).toContain('seal_visit')
  expect(wrapper.text()).toContain('已保存在本机')
  expect(wrapper.text()).toContain('重新打开')
})

test('the narrative can be written from the answers in one tap', async () => {
  const { wrapper, host } = await opened(visitForm('v1'))
  await wrapper.findAll('button').find((button) => button.text().includes('按已填内容写一句'))?.trigger('click')
  await flushPromises()
  const [, input] = host.asked.find(([name]) => name === 'answer') ?? []
  expect(input).toMatchObject({ item: 'visit_summary', member_id: null, value: { type: 'text' } })
  expect(JSON.stringify(input)).toContain('王秀英')
})
