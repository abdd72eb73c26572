/** A first sentence for the narrative, from what was answered; the visitor goes on from there. */
import type { Language } from '../../../shared/format'
import { clockText } from '../../../shared/format'
import type { WordKey } from '../../i18n'
import type { VisitForm } from './types'

type Words = (key: WordKey, named?: Record<string, unknown>) => string

function chosenLabel(form: VisitForm, code: string): string | null {
  for (const section of form.sections) {
    for (const group of section.groups) {
      const item = group.items.find((one) => one.code === code)
      const value = item?.value
      if (!item || !value || item.carried) continue
      const codes = value.type === 'choices' ? value.value : value.type === 'choice' || value.type === 'member' ? [value.value] : []
      const labels = item.options.filter((option) => codes.includes(option.code)).map((option) => option.label)
      if (labels.length > 0) return labels.join('、')
    }
  }
  return null
}

export function composeSummary(form: VisitForm, t: Words, language: Language): string {
  const method = chosenLabel(form, 'visit_method') ?? t('summary.visit')
  const respondent = chosenLabel(form, 'respondent_member')
  const unchanged = form.sections.filter((section) => section.unchanged)
  const problems = form.problems.filter((problem) => problem.dismissed === null)
  const separator = language === 'zh' ? '、' : ', '
  return [
    t('summary.opening', { time: clockText(form.started_ms, language), method, name: form.head_name }),
    respondent ? t('summary.respondent', { name: respondent }) : '',
    unchanged.length > 0 ? t('summary.unchanged', { sections: unchanged.map((section) => section.title).join(separator) }) : '',
    problems.length > 0 ? t('summary.problems', { problems: problems.map((problem) => problem.title).join(separator) }) : t('summary.noProblems'),
  ].join(language === 'zh' ? '' : ' ').trim()
}
