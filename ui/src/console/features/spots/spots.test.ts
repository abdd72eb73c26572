import { expect, test } from 'vitest'
import type { SpotItemPage, SpotPreview } from '../../api'
import { drawForm, newDraw, sameDraw } from './draw'
import { draftOf, lacks, resultForm, total, type ResultDraft } from './result'

const preview: SpotPreview = { seed: '7KQF-3MXA-9TWD', frame_sha256: 'f'.repeat(64), eligible: 52, sample: 20, towns: [] }
const full = { facts: 18, policy: 16, action: 20, role: 15, support: 11 }
const reached: ResultDraft = { reached: 'yes', inVillage: 'yes', points: { ...full }, notes: ' 在村 ', checkedOn: '2026-11-29', reason: '' }

test('a draw names the frame and the seed of the preview, a preview neither', () => {
  expect(drawForm(newDraw())).toMatchObject({ seed: null, frame_sha256: null, count: 20, percent: null })
  expect(drawForm({ ...newDraw(), by: 'percent' }, preview)).toMatchObject({ seed: preview.seed, frame_sha256: preview.frame_sha256, count: null, percent: 5 })
})

test('a preview holds for another title, and for nothing else that changed', () => {
  const draft = newDraw()
  expect(sameDraw(draft, { ...draft, title: '四季度' })).toBe(true)
  expect(sameDraw({ ...draft, towns: ['a', 'b'] }, { ...draft, towns: ['b', 'a'] })).toBe(true)
  for (const change of [{ count: 21 }, { days: 0 }, { seed: 'x' }, { towns: ['a'] }, { kind: 'team' as const }, { method: 'phone' as const }, { by: 'percent' as const }]) expect(sameDraw(draft, { ...draft, ...change })).toBe(false)
})

test('whoever was not reached is sent without points, whatever was typed before', () => {
  expect(resultForm({ ...reached, reached: 'off' }, 'first', 0)).toMatchObject({ reached: 'off', scores: null, in_village: null, reason: null })
  expect(resultForm(reached, 'first', 0)).toMatchObject({ scores: full, in_village: true, notes: '在村', version: 0 })
})

test('a member reached has all five points, a household all or none', () => {
  const some = { ...reached, points: { ...full, support: undefined } }
  const none = { ...reached, points: { facts: undefined, policy: undefined, action: undefined, role: undefined, support: undefined } }
  expect([lacks(some, 'first', 'member'), lacks(none, 'first', 'member'), lacks(some, 'first', 'household')].map((one) => one.scores)).toEqual(['empty', 'empty', 'empty'])
  expect(lacks(none, 'first', 'household')).toEqual({})
  expect([total(full), total(some.points)]).toEqual([80, null])
})

test('a correction begins with what was written down and asks why; another check begins empty', () => {
  const result = { version: 1, how: 'first', reason: '', reached: 'yes', in_village: false, scores: full, total: 80, notes: '答得好', checked_on: '2026-11-28', by_name: '', at_ms: 0 }
  const page = { today: '2026-11-29', results: [result] } as unknown as SpotItemPage
  const correction = draftOf(page, 'correct')
  expect(correction).toMatchObject({ reached: 'yes', inVillage: 'no', points: full, notes: '答得好', checkedOn: '2026-11-28' })
  expect(lacks(correction, 'correct', 'member')).toEqual({ reason: 'reason_needed' })
  expect(draftOf(page, 'again')).toMatchObject({ reached: '', notes: '', checkedOn: '2026-11-29' })
})
