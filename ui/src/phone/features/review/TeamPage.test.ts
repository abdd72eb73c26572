import { flushPromises, mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useHost } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import type { Answers } from '../../../bridge/canned'
import { batchPage, reviewAnswers, teamPage, townPage } from '../../../bridge/canned/review'
import { i18n } from '../../i18n'
import BatchPage from './BatchPage.vue'
import BatchProgress from './BatchProgress.vue'
import QueuePage from './QueuePage.vue'
import TeamPage from './TeamPage.vue'

async function opened(page: object, more: Answers = {}, props: Record<string, unknown> = {}) {
  const host = cannedWith({ ...reviewAnswers(new URLSearchParams()), ...more })
  useHost(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  const wrapper = mount(page, { props, attachTo: document.body, global: { plugins: [i18n, router] } })
  await flushPromises()
  return { wrapper, router, asked: host.asked }
}

test('of each person only what is known is said, and since when', async () => {
  const { wrapper } = await opened(TeamPage)
  const said = wrapper.findAll('.person-sync').map((one) => one.text())
  expect(said[0]).toContain('从未联系过')
  expect(said[1]).toContain('上次报告：3 次走访未送、1 条其他记录未送、8 张照片未送，2 小时前')
  expect(said[2]).toContain('本机没有未送')
  expect(said[3]).toContain('不知道')
  expect(said[3]).not.toContain('没有未送')
  expect(said[4]).toContain('上次报告：没有未送，1 小时前')
  wrapper.unmount()
})

test('without signal the last known state is shown with its time', async () => {
  const { wrapper } = await opened(TeamPage, { ask_team: () => { throw { code: 'offline' } } })
  expect(wrapper.text()).toContain('没有信号，下面是 11月18日 10:01 的情况')
  expect(wrapper.findAll('.person-sync')).toHaveLength(5)
  const never = await opened(TeamPage, { ask_team: () => { throw { code: 'offline' } }, team: () => ({ ...teamPage(true) }) })
  expect(never.wrapper.text()).toContain('没有问到')
  never.wrapper.unmount()
  wrapper.unmount()
})

test('who leads a town sees each village as the county counted it, the one with most left first', async () => {
  const { wrapper } = await opened(QueuePage, { team: townPage })
  const villages = wrapper.findAll('.town-coverage li').map((one) => one.text())
  expect(villages).toEqual([expect.stringContaining('大坝村已走访 12 / 64 户'), expect.stringContaining('石桥村已走访 74 / 120 户'), expect.stringContaining('上营村已走访 86 / 86 户')])
  expect(wrapper.find('.town-coverage').text()).toContain('已走访 172 / 270 户')
  expect(wrapper.find('.town-coverage').text()).toContain('县级 11月18日')
  wrapper.unmount()
})

test('a captain is told whose decision came first until he has read it', async () => {
  const { wrapper, asked } = await opened(QueuePage)
  const notice = wrapper.find('.superseded')
  expect(notice.text()).toContain('周国栋已先退回')
  expect(notice.text()).toContain('您在 11月18日 08:56 点了通过')
  await notice.find('button').trigger('click')
  await flushPromises()
  expect(asked.at(-1)).toEqual(['withdraw_decision', { change_id: 'c8' }])
  expect(wrapper.find('.superseded').exists()).toBe(false)
  expect(wrapper.text()).toContain('由镇总队长周国栋审核')
  wrapper.unmount()
})

test('before a batch leaves it says how much it is and what is not in it', async () => {
  const { wrapper, router, asked } = await opened(BatchPage, { send_batch: () => ({ waiting: [], approved: [], returned: [], own: [], decided: [], superseded: [], batches: [{ batch_id: 'b9', state: 'waiting', visits: 1, accepted: 0, returned: 0, sent_ms: 0 }] }) })
  expect(wrapper.find('.totals').text()).toBe('2次走访2户1个问题4张照片')
  expect(wrapper.text()).toContain('还有 3 次走访等您审核')
  expect(wrapper.text()).toContain('2 张照片没传到县里')
  await wrapper.find('input').trigger('change')
  expect(wrapper.find('.totals').text()).toContain('1次走访')
  expect(wrapper.text()).not.toContain('张照片没传到县里')
  await wrapper.find('.actions button').trigger('click')
  await flushPromises()
  expect(asked.at(-1)).toEqual(['send_batch', { visit_ids: ['r5'] }])
  expect(router.currentRoute.value.path).toBe('/review/batches/b9')
  wrapper.unmount()
})

test('a batch is followed to its receipt, and taken back only while it is here', async () => {
  const sent = await opened(BatchProgress, {}, { id: 'b2' })
  expect(sent.wrapper.text()).toContain('县级编号 48213')
  expect(sent.wrapper.text()).toContain('采信 12，退回 2，待定 0')
  expect(sent.wrapper.find('.actions').exists()).toBe(false)
  sent.wrapper.unmount()
  const here = await opened(BatchProgress, {}, { id: 'b1' })
  expect(here.wrapper.text()).toContain('还没有收到县级回执')
  await here.wrapper.find('.actions button').trigger('click')
  await flushPromises()
  expect(here.asked.some(([name]) => name === 'withdraw_decision')).toBe(true)
  here.wrapper.unmount()
  const refused = await opened(BatchProgress, { batch_page: () => ({ ...batchPage('b1'), code: 'not_from_here' }) }, { id: 'b1' })
  expect(refused.wrapper.text()).toContain('走访都还在')
  refused.wrapper.unmount()
})
