/** Each text of a tree of words, with its place, such as `batch.title`: what tests of words read. */
export function leaves(words: object, before = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [[before + key, value] as [string, string]] : leaves(value as object, `${before}${key}.`)))
}
