import { expect, test } from 'vitest'

import { problem as en } from '../../i18n/en/problem'
import { problem as zh } from '../../i18n/zh/problem'
import { blank, hasForm, isBlank, isReady, withPhrase } from './moves'

test('a report needs a photo or a reason, a verification of a red problem the place', () => {
  const finish = blank('q1', 'finish', 0)
  expect(isReady(finish, false)).toBe(false)
  expect(isReady({ ...finish, photo_waiver: ' ' }, false)).toBe(false)
  expect(isReady({ ...finish, photo_waiver: '没有可拍的东西' }, false)).toBe(true)
  expect(isReady({ ...finish, photos: [{ visit_id: 'v', photo_id: 'p' }] }, false)).toBe(true)
  const verify = blank('q1', 'verify', 1)
  expect(isReady(verify, false)).toBe(true)
  expect(isReady(verify, true)).toBe(false)
  expect(isReady({ ...verify, on_site: true }, true)).toBe(true)
  // Sending back may be done from a desk.
  expect(isReady({ ...blank('q1', 'send_back', 1), reason: '照片看不清' }, true)).toBe(true)
})

test('beginning is one tap, and a move of tomorrow has no form to be stuck in', () => {
  expect(hasForm('start')).toBe(false)
  expect(hasForm('decline')).toBe(true)
  expect(hasForm('fly')).toBe(false)
})

test('phrases add up, and a second tap takes one out again', () => {
  let text = withPhrase('', '已修好', '，')
  text = withPhrase(text, '手续已办好', '，')
  expect(text).toBe('已修好，手续已办好')
  expect(withPhrase(text, '已修好', '，')).toBe('手续已办好')
})

test('no phrase of a result holds the comma that phrases are joined with', () => {
  const ofResult = (words: object) => Object.entries(words).filter(([key]) => key.startsWith('result'))
  for (const [, phrase] of ofResult(zh.phrase)) expect(phrase).not.toContain('，')
  for (const [, phrase] of ofResult(en.phrase)) expect(phrase).not.toContain(', ')
})

test('a form that says nothing is blank', () => {
  expect(isBlank(blank('q1', 'finish', 0))).toBe(true)
  expect(isBlank({ ...blank('q1', 'finish', 0), result: '换了水管' })).toBe(false)
})
