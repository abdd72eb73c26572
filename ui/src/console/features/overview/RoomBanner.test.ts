import { mount } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import { chooseLocale, i18n } from '../../words'
import RoomBanner from './RoomBanner.vue'

const said = (room: 'low' | 'no_photos', freeBytes: number | null) =>
  mount(RoomBanner, { props: { room, freeBytes }, global: { plugins: [i18n] } }).get('[role=status]').text()

afterEach(() => chooseLocale('zh'))

test('how much is left stands apart from the sentence before it, in a unit one can picture', async () => {
  await chooseLocale('en')
  expect(said('low', 4_200_000_000)).toMatch(/soon\. 3\.9 GB free$/)
})

test('a disk that takes no photos any more is not said to be merely low', () => {
  expect(said('no_photos', null)).toContain('暂停接收照片')
  expect(said('low', null)).not.toContain('暂停')
})
