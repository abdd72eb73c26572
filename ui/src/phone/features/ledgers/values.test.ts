import { expect, test } from 'vitest'

import { entryForm } from '../../../bridge/canned/entryForms'
import { faultsOf, groupsOf, headlineOf, idTyped, numberText, numberTyped, shownFields, shownValues, sumOf, withValue, wrongWith } from './values'
import type { FormField } from '../../../bridge'

const form = (ledger: string) => entryForm({ ledger, household_id: 'h0', entry_id: null, step: null })
const field = (ledger: string, code: string) => form(ledger).fields.find((one) => one.code === code) as FormField

test('a field is shown beside the values it hangs on, and what is hidden is not sent', () => {
  const { fields } = form('member_change')
  const shown = (kind: string) => shownFields(fields, { kind }).map((one) => one.code)
  expect(shown('death')).toEqual(['kind', 'on', 'member', 'where', 'note'])
  expect(shown('birth')).toContain('id_number')
  expect(shownFields(fields, {}).map((one) => one.code)).toEqual(['kind', 'on', 'where', 'note'])
  expect(shownValues(fields, { kind: 'death', name: '小明', member: 'm1' })).toEqual({ kind: 'death', member: 'm1' })
})

test('a field that hangs on a hidden one is hidden too', () => {
  const base = field('good_deed', 'category')
  const fields: FormField[] = [
    { ...base, code: 'a' }, { ...base, code: 'b', show_if: { field: 'a', any_of: ['yes'] } }, { ...base, code: 'c', show_if: { field: 'b', any_of: ['yes'] } },
  ]
  expect(shownFields(fields, { a: 'no', b: 'yes' }).map((one) => one.code)).toEqual(['a'])
  expect(shownFields(fields, { a: 'yes', b: 'yes' }).map((one) => one.code)).toEqual(['a', 'b', 'c'])
})

test.each([['12.5', 1250], ['0.01', 1], ['１，２３４．５', 123450], ['9007199.99', 900719999], ['', null], ['12.345', '12.345'], ['约三千', '约三千']])('"%s" yuan is %s', (typed, kept) => {
  expect(numberTyped('money', typed)).toBe(kept)
  if (typeof kept === 'number') expect(numberTyped('money', numberText('money', kept))).toBe(kept)
})

test('what is no amount is told from what has too many decimals, and what is out of range from both', () => {
  const money = field('good_deed', 'value')
  expect(wrongWith(money, '12.345')).toBe('answer_too_many_decimals')
  expect(wrongWith(money, '约三千')).toBe('answer_not_a_number')
  expect(wrongWith(money, 100_000_001)).toBe('fact_out_of_range')
  expect(wrongWith(money, -1)).toBe('fact_out_of_range')
  expect(wrongWith(money, 100_000_000)).toBeNull()
})

test('what is required and not there is a fault, blanks alone are not there', () => {
  const { fields } = form('good_deed')
  expect(faultsOf(fields, { done_on: '2026-11-18', text: '  ', value: 'x' })).toEqual({ category: 'fact_empty', text: 'fact_empty', value: 'answer_not_a_number' })
  expect(withValue({ category: 'job' }, 'category', null)).toEqual({})
  expect(withValue({}, 'risks', [])).toEqual({})
})

test('the amounts of a heading are added up, and a heading over one field is none', () => {
  const groups = groupsOf(form('income').fields)
  const wages = groups.find((one) => one.name === '工资性收入')
  expect(wages && sumOf(wages, { wage_migrant: 3_600_050, wage_other: 1, biz_crop: 9 })).toBe(3_600_051)
  expect(groups.some((one) => one.name === '理赔收入')).toBe(false)
  expect(groups[0] && sumOf(groups[0], {})).toBeNull()
})

test('a number of a paper is kept as it stands on it', () => {
  expect(idTyped(' 110105 19491231００2x ')).toBe('11010519491231002X')
})

test('the last line of the first heading is what a survey comes down to', () => {
  const line = (label: string, text: string, group: string) => ({ label, text, group })
  expect(headlineOf([line('家庭纯收入', '100 元', 'a'), line('人均纯收入（÷ 人口）', '100 ÷ 4 = 25 元', 'a'), line('监测范围', '8,700 元', 'b')])).toMatchObject({ label: '人均纯收入', text: '25 元' })
  expect(headlineOf([])).toBeNull()
})
