import { expect, test } from 'vitest'
import { ledgers } from '../../canned/ledgers'
import { failureCodes } from '../../http'
import { en } from '../../words/en'
import { zh } from '../../words/zh'
import { differs, draftOf, fen, filled, shownFields, stillWrong, underHeadings, yuan } from './form'
import { textOf, titleOf, told } from './text'

const TODAY = '2026-11-20'
function ledger(code: string) {
  const found = ledgers.find((one) => one.ledger.code === code)
  if (!found) throw new Error(`no ledger ${code}`)
  return found
}
const codes = (fields: { field: { code: string } }[]) => fields.map((one) => one.field.code)

test('yuan become fen to the last digit, and nothing that is no amount does', () => {
  expect(fen('1200')).toBe(120_000)
  expect(fen('0.1')).toBe(10)
  expect(fen('19.99')).toBe(1999)
  expect(fen('1,234.05')).toBe(123_405)
  expect(fen(' １２．５ ')).toBe(1250)
  expect(fen('-3.07')).toBe(-307)
  expect(fen('-0')).toBe(0)
  for (const text of ['', '1.234', 'abc', '1e3', '1.2.3', '--1', '9999999999999']) expect(fen(text), text).toBeNull()
  for (const amount of [0, 1, 10, 99, 100, 123_405, 1_000_000_000]) expect(fen(yuan(amount))).toBe(amount)
  expect(yuan(-307)).toBe('-3.07')
})

test('fields show with what is chosen, and what is hidden is never sent', () => {
  const { fields } = ledger('member_change')
  expect(codes(shownFields(fields, { kind: 'death' }))).toEqual(['kind', 'on', 'member', 'where', 'note'])
  expect(codes(shownFields(fields, { kind: 'birth' }))).toEqual(['kind', 'on', 'name', 'relation', 'id_number', 'gender', 'birth', 'where', 'note'])
  expect(codes(shownFields(fields, { kind: '' }))).not.toContain('member')
  const changed = { ...draftOf(fields), kind: 'death', on: '2026-11-02', member: 'm1', name: '写了又改成死亡', gender: '1' }
  expect(filled(fields, changed, TODAY)).toEqual({ values: { kind: 'death', on: '2026-11-02', member: 'm1' }, wrong: {} })
})

test('each field says what it lacks, in its shape', () => {
  const income = ledger('income').fields
  const draft = { ...draftOf(income), window: 'calendar', from: '2026-01-01', to: '2026-12-31', annual_family_size: '0', wage_migrant: '一万二', biz_crop: '12000.50' }
  expect(filled(income, draft, TODAY)).toMatchObject({ values: { window: 'calendar', biz_crop: 1_200_050 }, wrong: { annual_family_size: 'out_of_range', wage_migrant: 'not_a_number' } })
  const deed = ledger('good_deed').fields
  expect(filled(deed, { ...draftOf(deed), done_on: '2026-11-21', text: '字'.repeat(301) }, TODAY).wrong).toEqual({ category: 'empty', done_on: 'in_the_future', text: 'too_long' })
  expect(filled(deed, { ...draftOf(deed), category: 'medical', done_on: TODAY, text: ' 送医 ' }, TODAY)).toEqual({ values: { category: 'medical', done_on: TODAY, text: '送医' }, wrong: {} })
  expect(filled(ledger('plan').fields, draftOf(ledger('plan').fields, { causes: ['lack_labor', 'illness'] }), TODAY).values).toEqual({ causes: ['lack_labor', 'illness'] })
})

test('a correction opens with what stands, but for ID numbers, which come masked', () => {
  const { fields } = ledger('member_change')
  expect(draftOf(fields, { kind: 'birth', id_number: '620502********1219', name: '王小满' })).toMatchObject({ kind: 'birth', id_number: '', name: '王小满', note: '' })
  const opened = draftOf(ledger('good_deed').fields, { value: 12_050, text: '送医' })
  expect(opened).toMatchObject({ value: '120.50', text: '送医' })
  expect(differs(opened, { ...opened })).toBe(false)
  expect(differs(opened, { ...opened, text: '送医两次' })).toBe(true)
})

test('what is put right is no longer complained about', () => {
  expect(stillWrong({ text: 'x', on: 'y' }, { text: 'neu', on: '' }, { text: '', on: '' })).toEqual({ on: 'y' })
})

test('income stands under its headings, each once', () => {
  const groups = underHeadings(ledger('income').fields)
  expect(groups.map((one) => one.zh).slice(0, 4)).toEqual(['', '工资性收入', '生产经营性收入', '财产性收入'])
  expect(groups.flatMap((one) => one.fields)).toHaveLength(ledger('income').fields.length)
})

test('values are read as labels, names and yuan, and an id nobody may name stays unsaid', () => {
  const said = { label: (one: { zh: string }) => one.zh, names: { m1: '王德福' }, and: '、', unknown: '不在您的范围内' }
  expect(told(ledger('good_deed').fields, { category: 'medical', value: 12_000, member: 'm1', text: '送医' }, said).map((one) => one.text)).toEqual(['就医帮助', '送医', '王德福', '¥ 120.00'])
  const split = ledger('household_change').fields.find((one) => one.field.code === 'members')
  expect(split && textOf(split, ['m1', 'm9'], said)).toBe('王德福、不在您的范围内')
  expect(titleOf({ title: '分户', kind: { code: 'split', zh: '分户', en: 'Split' } }, (one) => one.en)).toBe('Split')
  expect(titleOf({ title: '修路', kind: { code: 'split', zh: '分户', en: 'Split' } }, (one) => one.en)).toBe('修路')
})

test('every shape of every ledger has a control, and every refusal has words', () => {
  const known = ['text', 'long_text', 'date', 'money', 'integer', 'choice', 'choices', 'member', 'members', 'household', 'area', 'id_number']
  for (const one of ledgers) for (const field of [...one.fields, ...one.moves.flatMap((move) => move.fields)]) expect(known, `${one.ledger.code}.${field.field.code}`).toContain(field.shape)
  const refusals = [
    'empty', 'malformed', 'unknown_option', 'not_together', 'too_long', 'out_of_range', 'not_a_date', 'in_the_future', 'before_the_start', 'unknown_member', 'unknown_field', 'not_from_here', 'wrong_role', 'own_work', 'reason_needed',
    'authorisation_needed', 'notice_too_short', 'notice_running', 'exits_first', 'category_needed', 'already_monitored', 'not_monitored', 'too_soon', 'no_labor', 'unknown_household', 'unknown_area', 'same_household', 'same_village', 'entry_twice', 'ledger_off', 'not_editable', 'longer_needs_county',
    'household_ended', 'already_gone', 'nobody_left', 'head_leaves', 'head_not_among', 'number_taken',
  ]
  for (const code of refusals) {
    expect(failureCodes, code).toContain(code)
    for (const words of [zh, en]) expect(words.failure[code as keyof typeof words.failure], code).toBeTruthy()
  }
})
