/** What the item widgets pass up: a value, or null to take the answer back. */
import type { AnswerInputValue, GroupForm, ItemForm, OptionForm, SectionForm, VisitForm } from './types'

export type Value = AnswerInputValue | null

export function answered(item: ItemForm): boolean {
  return item.kind === 'photo' || item.kind === 'signature' ? item.photos.length > 0 : item.value !== null && !item.carried
}

/** The items of a group that must be answered and are not: shown on its tab. */
export function leftIn(group: GroupForm): number {
  return group.items.filter((item) => item.required && !answered(item)).length
}

export function codeOf(value: Value): string | null {
  return value !== null && (value.type === 'choice' || value.type === 'member') ? value.value : null
}

export function codesOf(value: Value): string[] {
  return value?.type === 'choices' ? value.value : []
}

/** Taps on chips: an exclusive option stands alone, and any other takes it away. */
export function toggled(options: OptionForm[], chosen: string[], tapped: string): string[] {
  if (chosen.includes(tapped)) return chosen.filter((code) => code !== tapped)
  if (options.find((option) => option.code === tapped)?.exclusive) return [tapped]
  const alone = new Set(options.filter((option) => option.exclusive).map((option) => option.code))
  const kept = [...chosen.filter((code) => !alone.has(code)), tapped]
  // In the order of the list, so that the same choice is always the same answer.
  return options.map((option) => option.code).filter((code) => kept.includes(code))
}

/** Sections that may be confirmed as unchanged in one go. */
export function confirmable(form: VisitForm): SectionForm[] {
  return form.sections.filter((section) => section.can_confirm_unchanged && !section.unchanged)
}
