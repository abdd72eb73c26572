import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'

import { i18n } from './i18n'
import RoomStrip from './RoomStrip.vue'

test.each([['low', '空间快满，将不能拍照'], ['none', '空间已满，不能拍照']] as const)('a phone whose room is %s says so before anything else', (room, words) => {
  const wrapper = mount(RoomStrip, { props: { room }, global: { plugins: [i18n] } })
  expect(wrapper.get('[role=status]').text()).toMatch(new RegExp(`^${words}`))
  // What large letters leave out is never what the warning is about.
  expect(wrapper.get('.rest').text()).not.toContain('拍照')
})
