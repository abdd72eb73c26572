import { expect, test } from 'vitest'

import { policyCard } from '../../../bridge/canned/policies'
import { questions, shuffled } from './questions'

test('only what has an answer is asked', () => {
  const all = questions(policyCard(false))
  // Three of the village, and the four policies the county has filled in.
  expect(all).toHaveLength(7)
  expect(all.filter((one) => 'text' in one.answer)).toHaveLength(4)
  expect(questions(policyCard(true))).toEqual([])
})

test('the questions come in another order, each once', () => {
  const all = ['a', 'b', 'c', 'd']
  expect(shuffled(all, () => 0.99)).toEqual(['d', 'c', 'b', 'a'])
  expect([...shuffled(all)].sort()).toEqual(all)
  expect(all).toEqual(['a', 'b', 'c', 'd'])
})
