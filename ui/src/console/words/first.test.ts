import { expect, test } from 'vitest'
import { firstZh } from './first'
import { zh } from './zh'

const sources = import.meta.glob<string>(['../**/*.{ts,vue}', '!../**/*.test.ts'], { query: '?raw', import: 'default', eager: true })

/** Files of the console that come with `file`, but for the words themselves and the pages of the router. */
function broughtBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !(file in sources) || /^\.\.\/(router\.ts|canned\/)/.test(file)) return seen
  seen.add(file)
  for (const [, path] of sources[file]!.matchAll(/(?:from|import\()\s*'(\.[^']*)'/g)) {
    const at = new URL(path!, `file:///ui/words/${file}`).pathname.replace('/ui/', '../')
    for (const end of ['', '.ts']) broughtBy(at + end, seen)
  }
  return seen
}
const at = (words: object, path: string): unknown => path.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], words)

test('the first screens say nothing whose words come later', () => {
  const pages = Object.entries(sources).find(([file]) => file === '../router.ts')![1].matchAll(/import\('\.(\/[^']+)'\)(?:, meta: \{[^}]*first: true)/g)
  const files = ['../App.vue', '../features/shell/ConsoleShell.vue', ...[...pages].map(([, path]) => `..${path}`)]
  expect(files.length).toBe(5)
  const brought = files.reduce((seen, file) => broughtBy(file, seen), new Set<string>())
  expect([...brought]).toContain('../features/overview/TownTable.vue')

  const late = [...brought].flatMap((file) =>
    // `t('batch.title')`, `t(`batch.${…}`)`, `coded('role', …)`, and a key kept for later, as the menu does.
    [...sources[file]!.matchAll(/'([a-zA-Z]\w*(?:\.\w+)+)'|`([a-zA-Z][\w.]*?)\.\$\{|coded\('([\w.]+)'/g)]
      .map(([, key, group, code]) => (key ?? group ?? code)!)
      .filter((key) => at(zh, key) !== undefined && at(firstZh, key) === undefined)
      .map((key) => `${file}: ${key}`))
  expect(late).toEqual([])
})
