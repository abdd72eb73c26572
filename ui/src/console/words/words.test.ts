import { expect, test } from 'vitest'
import { leaves } from '../../shared/leaves'
import { failureCodes } from '../http'
import { en } from './en'
import { zh } from './zh'

// An English plural repeats its blanks on either side of the bar.
const blanks = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort()

test('both languages say everything, with the same blanks to fill', () => {
  const english = new Map(leaves(en))
  const chinese = leaves(zh)
  expect([...english.keys()].sort()).toEqual(chinese.map(([key]) => key).sort())
  for (const [key, text] of chinese) {
    expect(text.trim(), key).not.toBe('')
    expect(english.get(key)?.trim(), key).not.toBe('')
    // A heading that names both town and village may leave one out in neither language.
    expect(blanks(english.get(key) ?? ''), key).toEqual(blanks(text))
  }
})

test('no Chinese is left in the English words, but for names', () => {
  const allowed = new Set(['app.name', 'app.language', 'app.languageHint'])
  const left = leaves(en).filter(([key, text]) => !allowed.has(key) && /\p{Script=Han}/u.test(text))
  expect(left).toEqual([])
})

test('Chinese sentences use Chinese punctuation', () => {
  const odd = leaves(zh).filter(([, text]) => /\p{Script=Han}[,;?!]|[,;?!]\p{Script=Han}/u.test(text))
  expect(odd).toEqual([])
})

test('every failure of a request has words', () => {
  for (const code of failureCodes) {
    expect(zh.failure[code], code).toBeTruthy()
    expect(en.failure[code], code).toBeTruthy()
  }
})
