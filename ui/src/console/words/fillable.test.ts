import { expect, test } from 'vitest'
import { createI18n } from 'vue-i18n'
import { leaves } from '../../shared/leaves'
import { en } from './en'
import { fillable } from './fillable'
import { zh } from './zh'

type Say = (key: string, values: object, figure?: number) => string
const saying = (words: object): Say => createI18n({ legacy: false, locale: 'en', messages: { en: words as Record<string, string> } }).global.t as Say

test('words filled by themselves say what vue-i18n would have compiled', () => {
  for (const words of [zh, en]) {
    const compiled = saying(words)
    const ours = saying(fillable(words))
    for (const [key, text] of leaves(words)) {
      const named = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
      // A figure as a number, and written out with the number beside it, as `t` of the console hands it over.
      for (const [n, figure] of [[0, 0], [1, 1], [2, 2], ['1', 1], ['1,234', 1234]] as const) {
        const values = Object.fromEntries(named.map((name) => [name, name === 'n' || name === 'count' ? n : `‹${name}›`]))
        expect(ours(key, { ...values }, figure), key).toBe(compiled(key, { ...values }, figure))
      }
    }
  }
})

test('one of two forms is said, and braces that are meant', () => {
  const t = saying(fillable({ left: '{n} day left for {name} | {n} days left for {name}', hint: "With {'{z}'} and {other}" }))
  expect([0, 1, 2].map((n) => t('left', { n, name: 'Li' }))).toEqual(['0 days left for Li', '1 day left for Li', '2 days left for Li'])
  expect(t('left', { n: '1,234', name: 'Li' }, 1234)).toBe('1,234 days left for Li')
  expect(t('hint', { other: '{n}' })).toBe('With {z} and {n}')
  expect(t('hint', {})).toBe('With {z} and ')
})
