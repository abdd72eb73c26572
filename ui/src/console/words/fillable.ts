import type { MessageContext } from 'vue-i18n'

/**
 * Words as functions that fill their own blanks, `{name}`. They need no more of a language than that,
 * and so the compiler of vue-i18n's need not come over the line with the first screen.
 */
export function fillable<T extends object>(words: T): T {
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, typeof value === 'string' ? filled(value) : fillable(value)])) as T
}

const filled = (text: string) => (context: MessageContext) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(context.named(name) ?? ''))
