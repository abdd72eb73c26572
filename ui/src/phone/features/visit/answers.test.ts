import { expect, test } from 'vitest'

import { item, option, visitForm } from '../../../bridge/canned/form'
import { form as after } from '../../../bridge/canned/visits'
import { answered, confirmable, leftIn, toggled } from './answers'

const OPTIONS = [option('none', '无', true), option('a', '甲'), option('b', '乙')]

test('an exclusive option stands alone, and any other takes it away', () => {
  expect(toggled(OPTIONS, ['a', 'b'], 'none')).toEqual(['none'])
  expect(toggled(OPTIONS, ['none'], 'b')).toEqual(['b'])
  expect(toggled(OPTIONS, ['b'], 'a')).toEqual(['a', 'b'])
  expect(toggled(OPTIONS, ['a'], 'a')).toEqual([])
})

test('an answer taken over from last time does not count until it is confirmed', () => {
  const value = { type: 'choice', value: 'yes' } as const
  expect(answered(item('q', '问', 'yes_no', { value, carried: true }))).toBe(false)
  expect(answered(item('q', '问', 'yes_no', { value }))).toBe(true)
  expect(leftIn({ member_id: null, member_name: null, member_note: null, items: [item('q', '问', 'yes_no', { value, carried: true }), item('o', '可不填', 'text', { required: false })] })).toBe(1)
})

test('only sections that may be confirmed are offered in one go', () => {
  const fresh = visitForm('v1')
  expect(confirmable(fresh).map((section) => section.code)).not.toContain('visit_basics')
  const one = after(fresh, 'confirm_unchanged', { visit_id: 'v1', section: 'housing' })
  expect(confirmable(one).length).toBe(confirmable(fresh).length - 1)
})
