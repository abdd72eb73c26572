import type { AnswerInputValue, ItemForm } from '../../bridge'
import { dateText, tidyChinese, yuanText } from '../../shared/format'
import { useWords } from '../i18n'

/** An answer in words, for screens that only show it. */
export function useAnswerText() {
  const { t, language } = useWords()

  function labelOf(item: ItemForm, code: string): string {
    const found = item.options.find((option) => option.code === code)
    if (found) return tidyChinese(found.label)
    if (code === 'yes') return t('common.yes')
    if (code === 'no') return t('common.no')
    return code === 'na' ? t('common.na') : code
  }
  function words(item: ItemForm, value: AnswerInputValue): string {
    switch (value.type) {
      case 'text':
        return value.value
      case 'choice':
      case 'member':
        return labelOf(item, value.value)
      case 'choices':
        return value.value.map((code) => labelOf(item, code)).join(language.value === 'zh' ? '、' : ', ')
      case 'integer':
      case 'decimal':
        return item.unit ? `${value.value} ${item.unit}` : String(value.value)
      case 'money':
        return `${yuanText(value.value)} ${t('common.yuan')}`
      case 'date':
        return dateText(value.value, language.value)
    }
  }
  return (item: ItemForm): string => (item.value === null ? t('common.unknown') : words(item, item.value))
}
