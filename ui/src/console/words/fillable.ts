import type { MessageContext } from 'vue-i18n'

/**
 * Words as functions that fill their own blanks, `{name}`, choose between two forms, `{n} day | {n} days`, and say
 * braces that are meant, `{'{z}'}`. They need no more of a language than that, and so the compiler of vue-i18n's
 * need not come over the line with the first screen.
 */
export function fillable<T extends object>(words: T): T {
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, typeof value === 'string' ? filled(value) : fillable(value)])) as T
}

function filled(text: string) {
  const forms = text.split(' | ')
  return (context: MessageContext) =>
    (forms.length > 1 ? context.plural(forms) : text).replace(/\{'([^']*)'\}|\{(\w+)\}/g, (_, meant?: string, name = '') => meant ?? String(context.named(name) ?? ''))
}
