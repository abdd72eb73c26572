import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { leaves } from '../../shared/leaves'
import { en } from './en'
import { zh } from './zh'

test('every error code of the app has words in both languages', () => {
  const source = readFileSync(resolve(__dirname, '../../bridge/commands.ts'), 'utf8')
  const union = /export type ErrorCode = ([^;]+);/.exec(source)?.[1] ?? ''
  const codes = [...union.matchAll(/"(\w+)"/g)].map((found) => found[1] as keyof typeof zh.error)
  expect(codes.length).toBeGreaterThan(40)
  for (const code of codes) {
    expect(zh.error[code], code).toBeTruthy()
    expect(en.error[code], code).toBeTruthy()
  }
})

test('English names the same things as Chinese, in every sentence', () => {
  const english = new Map(leaves(en))
  for (const [key, text] of leaves(zh)) {
    const other = english.get(key)
    expect(other, key).toBeTruthy()
    const names = (sentence: string) => [...new Set(sentence.match(/\{\w+\}/g) ?? [])].sort()
    // An English plural repeats its names on either side of the bar.
    expect(names(other ?? ''), key).toEqual(names(text))
  }
})

test('English holds no Chinese, and Chinese no half-width marks between characters', () => {
  for (const [key, text] of leaves(en)) if (key !== 'households.noneFoundText') expect(text, key).not.toMatch(/[\u4e00-\u9fff]/)
  for (const [key, text] of leaves(zh)) expect(text, key).not.toMatch(/[\u4e00-\u9fff][,;:?!()]/)
})
