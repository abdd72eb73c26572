import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { CommandFailed, useHost } from '../../../bridge'
import type { HandInLeft } from '../../../bridge'
import { cannedWith } from '../../../bridge/canned'
import { handIn, setAside } from '../../../bridge/canned/aside'
import { i18n } from '../../i18n'
import HandInPage from './HandInPage.vue'
import SetAsidePage from './SetAsidePage.vue'

beforeEach(() => {
  document.body.innerHTML = '<div id="sheets"></div>'
})

async function opened(page: typeof HandInPage | typeof SetAsidePage, answers: Parameters<typeof cannedWith>[0]) {
  const host = cannedWith(answers)
  useHost(host)
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:all(.*)*', component: { render: () => null } }] })
  const wrapper = mount(page, { attachTo: document.body, global: { plugins: [i18n, router] } })
  await flushPromises()
  const press = async (words: string) => {
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.trim().startsWith(words))
    if (!button) throw new Error(`no button ${words}`)
    button.click()
    await flushPromises()
  }
  return { wrapper, host, press }
}

test('a phone is called safe only when the phone itself says so', async () => {
  const { wrapper } = await opened(HandInPage, { hand_in: () => handIn(true) })
  expect(wrapper.get('.verdict').classes()).toContain('yes')
  expect(wrapper.get('.verdict').text()).toContain('可以交回手机')
})

test('a phone that is not safe says so first, and what to do about each thing left', async () => {
  // Figures that look complete do not make it safe.
  const page = { ...handIn(false), recorded: 71, verified: 71, outstanding: 0 }
  const { wrapper } = await opened(HandInPage, { hand_in: () => page })
  expect(wrapper.get('.verdict').classes()).toContain('no')
  expect(wrapper.text()).toContain('先不要交回')
  expect(wrapper.findAll('.list li')).toHaveLength(5)
  expect(wrapper.text()).toContain('填完封存，或者作废。')
  expect(wrapper.text()).toContain('上一次全部核实')
  const links = wrapper.findAll('.list a').map((link) => link.attributes('href'))
  expect(links).toContain('/me/set-aside')
  expect(links).toContain('/visits/v3')
})

test('what could not be checked offers one way to try again', async () => {
  const { wrapper } = await opened(HandInPage, { hand_in: () => Promise.reject(new CommandFailed('internal')) })
  expect(wrapper.findAll('button').map((one) => one.text()).filter(Boolean)).toEqual(['重试'])
})

test('what has no name says once what it waits for', async () => {
  const left: HandInLeft[] = [{ what: 'held', title: '', visit_id: null, problem_id: null, entry_id: null, count: 1, code: null }]
  const { wrapper } = await opened(HandInPage, { hand_in: () => ({ ...handIn(false), left }) })
  expect(wrapper.get('.list').text().split('县里等前一条记录')).toHaveLength(2)
})

test('taking back asks why, and can be undone', async () => {
  const { wrapper, host, press } = await opened(SetAsidePage, {
    set_aside: () => setAside(false),
    take_back: () => setAside(false),
    put_back: () => setAside(true),
  })
  expect(wrapper.text()).toContain('县里已有更新的版本')
  await press('收回')
  expect(host.asked.map(([name]) => name)).not.toContain('take_back')
  await press('重复记录')
  const give = [...document.querySelectorAll('#sheets button')].find((one) => one.textContent?.trim() === '收回') as HTMLButtonElement
  give.click()
  await flushPromises()
  expect(host.asked).toContainEqual(['take_back', { change_id: 'c1', reason: '重复记录' }])
  await press('恢复')
  expect(host.asked).toContainEqual(['put_back', { change_id: 'c4' }])
})

test('a refused photo can be sent again', async () => {
  const { wrapper, host } = await opened(SetAsidePage, { set_aside: () => setAside(false), retry_photo: () => setAside(true) })
  const card = wrapper.findAll('article').find((one) => one.text().includes('照片核对不符'))
  await card?.get('button').trigger('click')
  await flushPromises()
  expect(host.asked).toContainEqual(['retry_photo', { visit_id: 'v5', photo_id: 'ph1' }])
  expect(wrapper.text()).toContain('没有要处理的')
})
