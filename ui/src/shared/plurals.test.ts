import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { defineComponent } from 'vue'
import { en as consoleWords } from '../console/words/en'
import { chooseLocale, i18n, useWords } from '../console/words'
import { en as phoneWords } from '../phone/i18n/en'
import { leaves } from './leaves'

/** A figure with a plural noun behind it, perhaps with one or two words between. A name is no figure. */
const COUNTED = /\{(?!name|from|size)\w+\}(?: (?!in |on |of )[a-z]+){0,2} (?:[a-z]+[^su\W]s|people)\b/
/** Words that end like a plural and are none, and those nobody has one of. */
const NO_PLURALS = /\b(?:has|is|was|pixels|letters|characters)\b/g
/** Never one, because of where they are said. */
const NOT_COUNTED = new Set(['assignment.termsLead', 'book.allPhotos', 'book.allVisits', 'book.allHistory', 'campaign.more', 'review.revision', 'bundle.some'])

test.each([['console', consoleWords], ['phone', phoneWords]])('English of the %s never says “1 photos”', (_, words) => {
  const all = leaves(words)
  expect(all.filter(([key, text]) => !text.includes(' | ') && !NOT_COUNTED.has(key) && COUNTED.test(text.replace(NO_PLURALS, '')))).toEqual([])
  // Of two forms, and no more; `n` and `count` alone choose between them.
  expect(all.filter(([, text]) => text.includes(' | ')).filter(([, text]) => {
    const [one, many, ...more] = text.split(' | ')
    return one === many || more.length > 0 || (/\{/.test(many ?? '') && !/\{(?:n|count)\}/.test(many ?? ''))
  })).toEqual([])
})

test('a figure chooses its form however it is written', async () => {
  await chooseLocale('en')
  let words: ReturnType<typeof useWords> | undefined
  mount(defineComponent({ setup: () => { words = useWords() }, template: '<i />' }), { global: { plugins: [i18n] } })
  const said = (n: string | number) => words?.t('common.households', { n })
  expect([0, 1, 2, '1', '1,234', '—'].map(said)).toEqual(['0 households', '1 household', '2 households', '1 household', '1,234 households', '— households'])
  await chooseLocale('zh')
})
