import { expect, test } from 'vitest'
import type { ProblemRow } from '../../api'
import { problems } from '../../canned/problems'
import { bulkForm, bulkLacks, judged, together } from './bulk'

const draft = { due: '', reason: '', measure: '', cooperating_units: [] as string[] }
const of = (...ids: string[]): ProblemRow[] => problems.filter((one) => ids.includes(one.problem_id))

test('whoever judges many names the report he saw of each, in the same order', () => {
  const rows = of('q1', 'q3').map((row, at) => ({ ...row, round: at + 1 }))
  expect(bulkForm({ move: 'verify', problems: rows }, draft)).toMatchObject({ problem_ids: ['q1', 'q3'], rounds: [1, 2], form: { step: 'verify', on_site: false }, to_helpers: false })
  expect(bulkForm({ move: 'assign', problems: rows }, draft).rounds).toEqual([])
})

test('units that help are named with an assignment of many, and with nothing else', () => {
  const named = { ...draft, cooperating_units: ['上河村'] }
  const rows = of('q1', 'q2')
  expect(bulkForm({ move: 'assign', problems: rows }, named).form.cooperating_units).toEqual(['上河村'])
  expect(bulkForm({ move: 'extend', problems: rows }, named).form.cooperating_units).toBeNull()
  // None named: each keeps those it has.
  expect(bulkForm({ move: 'assign', problems: rows }, draft).form.cooperating_units).toBeNull()
})

test('only what waits for it is verified or signed off', () => {
  const some = of('q1', 'q2', 'q3')
  expect(judged('verify', some).map((one) => one.problem_id)).toEqual(['q1'])
  expect(judged('sign_off', some).map((one) => one.problem_id)).toEqual(['q3'])
  expect(judged('assign', some)).toHaveLength(3)
})

test('an extension lacks its day and reason, a judgement nothing', () => {
  expect(bulkLacks('extend', draft)).toEqual({ due: 'later_day_needed', reason: 'reason_needed' })
  expect([bulkLacks('verify', draft), bulkLacks('sign_off', draft), bulkLacks('assign', draft)]).toEqual([{}, {}, {}])
})

test('two answers about the same problems add up and forget no refusal', () => {
  const refused = { problem_id: 'q1', number: null, code: 'own_work' }
  expect(together({ moved: 1, answered: ['q2'], refused: [refused] }, { moved: 1, answered: [], refused: [] })).toEqual({ moved: 2, answered: [], refused: [refused] })
})
