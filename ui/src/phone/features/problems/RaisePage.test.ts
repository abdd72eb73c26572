import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useHost } from '../../../bridge'
import type { RaiseInput } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import { problemPage, raisePage } from '../../../bridge/canned/problems'
import { i18n } from '../../i18n'
import RaisePage from './RaisePage.vue'

beforeEach(() => {
  document.body.innerHTML = '<div id="sheets"></div>'
})

const DRAFT: RaiseInput = { household_id: 'h0', area_code: null, member_id: 'm2', source: 'meeting', category: 'road', severity: 'minor', title: '门前路灯不亮', detail: '' }

async function opened(draft: RaiseInput | null, fails = false, about: { id?: string; area?: string } = { id: 'h0' }) {
  const host = cannedWith({
    raise_page: () => raisePage(about.id ?? null, about.area ?? null, draft),
    raise_problem: () => { if (fails) throw { code: 'disk_full' }; return problemPage('q9') },
    keep_problem_draft: () => ({}),
  })
  useHost(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  const wrapper = mount(RaisePage, { props: about, attachTo: document.body, global: { plugins: [i18n, router] } })
  await flushPromises()
  const choose = async (label: string) => {
    await wrapper.findAll('label').find((one) => one.text() === label)?.find('input').setValue(true)
    await flushPromises()
  }
  const tap = async (word: string) => {
    await wrapper.findAll('button').find((one) => one.text() === word)?.trigger('click')
    await flushPromises()
  }
  const asked = (name: string) => host.asked.filter(([one]) => one === name).map(([, args]) => args)
  return { wrapper, host, router, choose, tap, asked }
}

test('a title of the checklist brings how serious it is, and the problem is saved', async () => {
  const { wrapper, router, choose, tap, asked } = await opened(null)
  expect(wrapper.text()).toContain('还差：类别、问题、严重程度')
  await choose('饮水安全')
  await tap('饮用水水质不达标')
  await tap('记下来')
  expect(asked('raise_problem')).toEqual([
    { household_id: 'h0', area_code: null, member_id: null, source: 'screening', category: 'water', severity: 'critical', title: '饮用水水质不达标', detail: '' },
  ])
  expect(router.currentRoute.value.path).toBe('/problems/q9')
})

test('what was left is there again, and what comes later does not overwrite what is typed', async () => {
  const { wrapper, host } = await opened(DRAFT)
  const title = wrapper.find<HTMLTextAreaElement>('textarea.title')
  expect(title.element.value).toBe('门前路灯不亮')
  await title.setValue('门前路灯全不亮')
  host.change()
  await flushPromises()
  expect(wrapper.find<HTMLTextAreaElement>('textarea.title').element.value).toBe('门前路灯全不亮')
  wrapper.unmount()
})

test('a problem that could not be saved stays in its form and is kept', async () => {
  const { wrapper, tap, asked } = await opened(DRAFT, true)
  await tap('记下来')
  expect(wrapper.find('[role="alert"]').text()).toContain('手机存储已满')
  wrapper.unmount()
  await flushPromises()
  expect(asked('keep_problem_draft')).toMatchObject([{ keep: true, draft: { type: 'raise', value: { title: '门前路灯不亮' } } }])
})

test('what is cleared is given up', async () => {
  const { wrapper, tap, asked } = await opened(DRAFT)
  await tap('不填了，清空')
  expect(asked('keep_problem_draft')).toMatchObject([{ keep: false }])
  expect(wrapper.find<HTMLTextAreaElement>('textarea.title').element.value).toBe('')
})

test('a village has problems that are nobody’s household’s', async () => {
  const { wrapper, tap, choose, asked } = await opened(null, false, { area: '530325100201' })
  expect(asked('raise_page')).toEqual([{ household_id: null, area_code: '530325100201' }])
  expect(wrapper.text()).toContain('记一个本村问题')
  expect(wrapper.text()).not.toContain('涉及谁？')
  await choose('饮水安全')
  await tap('饮用水水质不达标')
  await tap('记下来')
  expect(asked('raise_problem')[0]).toMatchObject({ household_id: null, area_code: '530325100201', member_id: null })
})
