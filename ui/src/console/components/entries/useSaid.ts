import { computed } from 'vue'
import { useWords } from '../../words'
import type { Said } from './text'

/** How values are said in the language chosen, with these names. */
export function useSaid(names: () => { [key in string]: string | undefined }) {
  const { t, label, locale } = useWords()
  return computed((): Said => ({ label, names: names(), and: locale.value === 'zh' ? '、' : ', ', unknown: t('entry.unknownName') }))
}
