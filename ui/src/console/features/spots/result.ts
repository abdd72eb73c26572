import type { SpotItemPage, SpotResultForm, SpotScores } from '../../api'
import type { FailureCode } from '../../http'

export type How = 'first' | 'again' | 'correct'
export const areaKeys = ['facts', 'policy', 'action', 'role', 'support'] as const
export const reachedCodes = ['yes', 'no_answer', 'off', 'left'] as const
export type Points = Record<(typeof areaKeys)[number], number | undefined>

export interface ResultDraft {
  reached: string
  inVillage: 'yes' | 'no' | ''
  points: Points
  notes: string
  checkedOn: string
  reason: string
}

const noPoints = (): Points => ({ facts: undefined, policy: undefined, action: undefined, role: undefined, support: undefined })

/** A correction begins with what was written down; anything else with nothing. */
export function draftOf(page: SpotItemPage, how: How): ResultDraft {
  const last = page.results[0]
  if (how !== 'correct' || !last) return { reached: '', inVillage: '', points: noPoints(), notes: '', checkedOn: page.today, reason: '' }
  return {
    reached: last.reached, inVillage: last.in_village === null ? '' : last.in_village ? 'yes' : 'no', points: last.scores ? { ...last.scores } : noPoints(),
    notes: last.notes, checkedOn: last.checked_on, reason: '',
  }
}

export const isReached = (draft: ResultDraft) => draft.reached === 'yes'
const given = (points: Points) => areaKeys.filter((key) => points[key] !== undefined).length

export function total(points: Points): number | null {
  return given(points) === areaKeys.length ? areaKeys.reduce((sum, key) => sum + (points[key] ?? 0), 0) : null
}

/** What is plainly missing, by field. A household need not be given points, but if, then all five. */
export function lacks(draft: ResultDraft, how: How, kind: string): Partial<Record<string, FailureCode>> {
  const some = given(draft.points)
  const needsAll = isReached(draft) && (kind !== 'household' || some > 0) && some < areaKeys.length
  return {
    ...(draft.reached === '' && { reached: 'empty' as const }), ...(needsAll && { scores: 'empty' as const }), ...(draft.checkedOn === '' && { checked_on: 'empty' as const }),
    ...(how === 'correct' && draft.reason.trim() === '' && { reason: 'reason_needed' as const }),
  }
}

/** What is sent: nobody who was not reached has points or was seen. */
export function resultForm(draft: ResultDraft, how: How, version: number): SpotResultForm {
  const all = isReached(draft) && total(draft.points) !== null
  return {
    version, how, reason: how === 'correct' ? draft.reason.trim() : null, reached: draft.reached, in_village: isReached(draft) && draft.inVillage !== '' ? draft.inVillage === 'yes' : null,
    scores: all ? ({ ...draft.points } as SpotScores) : null, notes: draft.notes.trim(), checked_on: draft.checkedOn,
  }
}
