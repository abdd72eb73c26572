import { createI18n, useI18n } from 'vue-i18n'
import type { Labelled } from '../api'
import type { FailureCode } from '../http'
import type { Locale } from '../format'
import { fillable } from './fillable'
import { firstZh, type FirstWords } from './first'
import type { Words } from './zh'

/** Every word's place, such as `batch.title`: a misspelt one does not compile. */
export type WordKey = Leaf<Words>
type Leaf<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Leaf<T[K], `${P}${K}.`>
}[keyof T & string]

const storedAs = 'ruhu-console.locale'

export const i18n = createI18n({
  legacy: false,
  // Until the words of another language are there, those that are.
  locale: 'zh' as Locale,
  fallbackLocale: 'zh',
  messages: { zh: fillable(firstZh) } as Record<Locale, FirstWords>,
})

export function storedLocale(): Locale {
  try {
    return localStorage.getItem(storedAs) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}

/** English comes over the line when somebody wants it, as most never do; what other than the first screens say, with the first other page. */
const sources = {
  zh: { first: async () => firstZh, all: async () => (await import('./zh')).zh },
  en: { first: async () => (await import('./en/first')).firstEn, all: async () => (await import('./en')).en },
}
type Extent = 'first' | 'all'
const here = new Map<Locale, Extent>([['zh', 'first']])
let wanted: Extent = 'first'

async function bring(locale: Locale): Promise<void> {
  const enough = () => here.get(locale) === 'all' || here.get(locale) === wanted
  // While the first words come over the line, all may be wanted, and all may be here before them.
  while (!enough()) {
    const extent = wanted
    const words = await sources[locale][extent]()
    if (enough()) return
    i18n.global.setLocaleMessage(locale, fillable(words))
    here.set(locale, extent)
  }
}

/** What any page other than the first ones needs before it is shown. */
export async function allWords(): Promise<void> {
  wanted = 'all'
  await bring(i18n.global.locale.value)
}

export async function chooseLocale(locale: Locale): Promise<void> {
  await bring(locale)
  i18n.global.locale.value = locale
  document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en'
  try {
    localStorage.setItem(storedAs, locale)
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

/** Which of two English forms: figures come formatted (`1,234`); what is no figure is more than one. */
function counted({ n, count = n }: Record<string, string | number>): number {
  const figure = Number(String(count).replaceAll(',', ''))
  return Number.isNaN(figure) ? 2 : figure
}

export function useWords() {
  const { t: raw, te, locale } = useI18n({ useScope: 'global' })
  const t = (key: WordKey, values: Record<string, string | number> = {}): string => raw(key, values, counted(values))
  return {
    t,
    locale: locale as typeof i18n.global.locale,
    /** Words for a code of the county; an unknown code is shown as it came. */
    coded: (group: 'state' | 'severityLong' | 'flag' | 'flagHint' | 'asideCode' | 'bundleCode' | 'editKind' | 'action' | 'role' | 'visit.profile' | 'visit.timeBasis' | 'decision.by' | 'decision.made' | 'severity' | 'batchState' | 'verdict' | 'problemMove' | 'problemState' | 'problemStep' | 'problem.next' | 'problem.explain' | 'problem.moved' | 'problem.ownerRole' | 'entry.effects' | 'assignment.loads' | 'assignment.standing' | 'assignment.term' | 'checklist.kind' | 'checklist.scope' | 'checklist.change' | 'overview.ages' | 'map.figures' | 'spot.kinds' | 'spot.methods' | 'spot.reachedAs' | 'spot.how' | 'campaign.states' | 'campaign.groups' | 'import.problem' | 'import.states' | 'import.stays' | 'import.kinds' | 'import.levels' | 'campaign.lists' | 'compliance.names' | 'compliance.offText' | 'compliance.onText' | 'person.roleText', code: string): string => {
      const key = `${group}.${code}`
      return te(key) ? raw(key) : code
    },
    label: (labelled: Labelled): string => (locale.value === 'en' && labelled.en) || labelled.zh,
    pick: (zhText: string, enText: string): string => (locale.value === 'en' && enText) || zhText,
    failure: (code: FailureCode): string => t(`failure.${code}`),
  }
}
