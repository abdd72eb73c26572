import { expect, test } from 'vitest'
import { problemPage, problems } from '../../canned/problems'
import type { ProblemPage } from '../../api'
import { failureCodes } from '../../http'
import { en } from '../../words/en'
import { problemMoveZh } from '../../words/problemCodes'
import { zh } from '../../words/zh'
import { bulkForm, bulkLacks } from './bulk'
import { arrange, draftFor, fieldsOf, formOf, keyOf, lacking, type Move } from './moves'
import { MOST_UNITS, typedUnits } from './units'

function page(id: string): ProblemPage {
  const found = problemPage(id)
  if (!found) throw new Error(`no problem ${id}`)
  return found
}
const critical = page('q1')
const assigned = page('q4')
const MOVES = Object.keys(problemMoveZh) as Move[]

test('one move that fits where it stands comes first, and none the county does not offer', () => {
  expect(arrange('registered', ['fix_at_once', 'assign', 'extend', 'cancel'])).toEqual({ primary: 'assign', others: ['fix_at_once', 'extend', 'cancel'] })
  expect(arrange('assigned', assigned.moves).primary).toBe('start')
  expect(arrange('rectifying', ['finish', 'extend']).primary).toBe('finish')
  expect(arrange('to_verify', ['verify', 'send_back']).primary).toBe('verify')
  expect(arrange('to_verify', ['sign_off', 'verify', 'send_back']).primary).toBe('sign_off')
  expect(arrange('registered', ['fix_at_once', 'merge'])).toEqual({ primary: null, others: ['fix_at_once', 'merge'] })
  expect(arrange('closed', ['reopen'])).toEqual({ primary: null, others: ['reopen'] })
  expect(arrange('merged', [])).toEqual({ primary: null, others: [] })
  expect(arrange('assigned', ['a_move_of_next_year', 'start'])).toEqual({ primary: 'start', others: [] })
})

test('what ends a problem without success is never the first button', () => {
  for (const state of new Set(problems.map((one) => one.state.code))) {
    expect(['cancel', 'merge', 'reopen', 'decline', 'send_back']).not.toContain(arrange(state, MOVES).primary)
  }
})

test('a form sends its own fields only, and of these what was said', () => {
  const draft = { ...draftFor(assigned), owner_id: 'p1', reason: '写在别的表里', photos: ['v9/v9-0'], on_site: true }
  const form = formOf('assign', draft, assigned)
  expect(form).toMatchObject({ step: 'assign', owner_id: 'p1', reason: null, photos: [], on_site: false, other_id: null })
  // What stands and was left alone stays as it is.
  expect(form).toMatchObject({ unit: null, due: null, mode: null, measure: null })
  expect(formOf('assign', { ...draft, due: '2027-01-15', unit: ' 桃源镇中心学校 ' }, assigned)).toMatchObject({ due: '2027-01-15', unit: '桃源镇中心学校' })
})

test('units that help go along where they were changed, and an empty list takes them out', () => {
  const named = page('q1')
  expect(named.cooperating_units).toEqual(['桃源镇人民政府城建办', '上河村'])
  const sent = (cooperating_units: string[], move: Move = 'assign') => formOf(move, { ...draftFor(named), cooperating_units }, named).cooperating_units
  expect(sent([...named.cooperating_units])).toBeNull()
  expect(sent(['上河村'])).toEqual(['上河村'])
  expect(sent([])).toEqual([])
  expect(sent(['上河村'], 'finish')).toBeNull()
  expect(typedUnits(['上河村', ' 镇卫生院，上河村、', '  '])).toEqual(['上河村', '镇卫生院'])
  expect(typedUnits(Array.from({ length: 12 }, (_, at) => `单位${at}`))).toHaveLength(MOST_UNITS)
})

test('a judgement goes with the report that was seen', () => {
  expect(formOf('verify', draftFor(critical), critical).round).toBe(1)
  expect(formOf('send_back', { ...draftFor(critical), on_site: true, reason: '没修好' }, critical)).toMatchObject({ round: 1, on_site: true, reason: '没修好' })
})

test('photos are chosen by visit and photo, and make a reason for none needless', () => {
  const [photo] = assigned.photos
  if (!photo) throw new Error('no photo')
  const draft = { ...draftFor(assigned), photos: [keyOf(photo), 'v0/unknown'], photo_waiver: '写了又选了' }
  expect(formOf('finish', draft, assigned)).toMatchObject({ photos: [{ visit_id: photo.visit_id, photo_id: photo.photo_id }], photo_waiver: null })
  expect(formOf('finish', { ...draft, photos: [] }, assigned)).toMatchObject({ photos: [], photo_waiver: '写了又选了' })
})

test('each form says what it lacks', () => {
  const lacks = (move: Move, on: ProblemPage, more = {}) => lacking(move, { ...draftFor(on), ...more }, on)
  for (const move of ['decline', 'send_back', 'keep_long_term', 'reopen', 'cancel'] as const) expect(lacks(move, assigned, { reason: '  ' })).toEqual({ reason: 'reason_needed' })
  expect(lacks('assign', assigned)).toEqual({ owner_id: 'owner_needed' })
  expect(lacks('finish', assigned)).toEqual({ photos: 'evidence_needed' })
  expect(lacks('finish', assigned, { photo_waiver: '手机坏了' })).toEqual({})
  expect(lacks('merge', assigned)).toEqual({ other_id: 'other_needed' })
  expect(lacks('extend', assigned, { reason: '等雨停' })).toEqual({ due: 'later_day_needed' })
  expect(lacks('extend', assigned, { reason: '等雨停', due: '2099-01-01' })).toEqual({})
  expect(lacks('verify', critical)).toEqual({ on_site: 'on_site_needed' })
  expect(lacks('verify', critical, { on_site: true })).toEqual({})
  expect(lacks('verify', assigned)).toEqual({})
  expect(lacks('register', page('q9'))).toEqual({})
})

test('many are assigned to their own helpers, or given one later day with one reason', () => {
  const two = problems.slice(0, 2)
  expect(bulkForm({ move: 'assign', problems: two }, { due: '', reason: '旧的', measure: ' 先修后墙 ', cooperating_units: [] })).toMatchObject({
    problem_ids: ['q1', 'q2'], to_helpers: true, form: { step: 'assign', due: null, reason: null, measure: '先修后墙' },
  })
  expect(bulkForm({ move: 'extend', problems: two }, { due: '2027-01-01', reason: '冬季停工', measure: '', cooperating_units: [] })).toMatchObject({ to_helpers: false, form: { step: 'extend', due: '2027-01-01', reason: '冬季停工', measure: null } })
  expect(bulkLacks('extend', { due: '', reason: ' ', measure: '', cooperating_units: [] })).toEqual({ due: 'later_day_needed', reason: 'reason_needed' })
  expect(bulkLacks('assign', { due: '', reason: '', measure: '', cooperating_units: [] })).toEqual({})
})

test('every move and every refusal of the ledger has words in both languages', () => {
  const refusals = [
    'not_from_here', 'stale', 'reason_needed', 'evidence_needed', 'on_site_needed', 'owner_needed', 'later_day_needed', 'other_needed', 'own_work', 'wrong_role', 'not_verified', 'not_a_date', 'unknown_option', 'too_long', 'too_many',
    'unknown_person', 'unknown_photo', 'unknown_problem', 'empty', 'malformed', 'not_allowed', 'not_found',
  ]
  for (const code of refusals) expect(failureCodes, code).toContain(code)
  for (const words of [zh, en]) {
    for (const move of MOVES) {
      expect(words.problemStep[move], move).toBeTruthy()
      expect(words.problem.moved[move], move).toBeTruthy()
      expect(words.problem.explain[move], move).toBeTruthy()
      expect(words.action[`problem_${move}`], move).toBeTruthy()
    }
    for (const state of problems.map((one) => one.state.code as keyof typeof words.problemState)) {
      expect(words.problemState[state], state).toBeTruthy()
      expect(words.problem.next[state], state).toBeTruthy()
    }
  }
  expect(Object.keys(fieldsOf).sort()).toEqual([...MOVES].sort())
})
