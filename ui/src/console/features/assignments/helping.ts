import type { HelperForm, HelperRow, LoadNotice } from '../../api'
import type { WordKey } from '../../words'

export type HelperStep = 'assign' | 'add' | 'hand_over' | 'end' | 'withdraw'

/** What a dialog is to do, and with which household. */
export interface Helping {
  step: HelperStep
  household: string
  /** The row that is handed over, ends or is taken back. */
  row?: HelperRow
}

export interface HelperDraft {
  person: string
  day: string
  overlap: number
  reason: string
}

/** What is sent: only the fields the step has. */
export function helperForm(helping: Helping, seen: string, draft: HelperDraft): HelperForm {
  const { step, row } = helping
  const begins = step === 'assign' || step === 'add'
  return {
    step: begins ? 'assign' : step,
    seen,
    person_id: begins || step === 'hand_over' ? draft.person : null,
    kind: begins ? (step === 'assign' ? 'primary' : 'co') : null,
    assignment_id: row?.assignment_id ?? null,
    day: step === 'withdraw' ? null : draft.day,
    overlap_days: step === 'hand_over' ? draft.overlap : null,
    reason: draft.reason.trim() || null,
  }
}

/** What a form still lacks, by field, before it is sent. */
export function helperLacks(step: HelperStep, draft: HelperDraft): Partial<Record<string, WordKey>> {
  const lacks: Partial<Record<string, WordKey>> = {}
  if (step !== 'end' && step !== 'withdraw' && draft.person === '') lacks.person_id = 'assignment.pickPerson'
  if (step !== 'withdraw' && !draft.day) lacks.day = 'assignment.pickDay'
  return lacks
}

export const noticeKey = (notice: LoadNotice): WordKey => (notice.load === 'over_quota' ? 'assignment.noticeOver' : 'assignment.noticeUnder')

/** Whole days from one day to another, both `YYYY-MM-DD`. */
export const nextDay = (day: string, days = 1): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
