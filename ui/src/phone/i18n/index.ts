/** The phone's words. Chinese is the measure: `Words` makes English complete or the build fails. */
import type { Ref } from 'vue'
import { createI18n, useI18n } from 'vue-i18n'

import type { Language } from '../../shared/format'
import { en } from './en'
import { zh } from './zh'

export type Words = typeof zh

/** Every dotted way to a word; a misspelt one does not compile. */
type Leaves<T, Before extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Before}${K}` : Leaves<T[K], `${Before}${K}.`>
}[keyof T & string]

export type WordKey = Leaves<Words>

export const i18n = createI18n({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: { zh, en },
})

export function setLanguage(language: Language): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

/** Words for a template: `t` with checked keys, and the words of codes that may be unknown. */
export function useWords() {
  const { t, te, locale } = useI18n<{ message: Words }>({ useScope: 'global' })
  const word = t as unknown as (key: WordKey, named?: Record<string, unknown>) => string
  /** The word of a code that came from data; an unknown code is shown as itself, never hidden. */
  function codeWord(group: CodeGroup, code: string): string {
    const key = `${group}.${code}`
    return (te as (key: string) => boolean)(key) ? (t as unknown as (key: string) => string)(key) : code
  }
  return { t: word, codeWord, language: locale as unknown as Readonly<Ref<Language>> }
}

/** Groups of words whose codes come from data. */
export type CodeGroup =
  | 'code.place' | 'code.task' | 'task.deed' | 'task.campaign' | 'task.reason' | 'code.gap' | 'code.flag' | 'code.batch' | 'code.delivery' | 'code.refusal'
  | 'code.event' | 'code.kind' | 'code.conclusion' | 'code.quality' | 'code.profile' | 'review.outcome' | 'review.dir' | 'code.step' | 'error' | 'rescue.code'
  | 'problem.step' | 'problem.act' | 'problem.ask' | 'problem.confirm' | 'problem.todo' | 'problem.todoMine'
