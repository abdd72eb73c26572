import type { ProblemRow } from '../api'
import { dateTime } from '../format'

/** How a due day stands to today. */
export type Due =
  | { is: 'none' }
  /** Handled: the day is history. */
  | { is: 'settled' }
  | { is: 'late'; days: number }
  | { is: 'today' }
  | { is: 'left'; days: number }

/** Fewer days than these are marked. */
export const SOON_DAYS = 3

const DAY_MS = 86_400_000
const SETTLED = ['closed', 'merged', 'cancelled']

/** Today in the county, as `YYYY-MM-DD`. */
export const today = (now: number) => dateTime(now).slice(0, 10)

export const isSettled = (problem: Pick<ProblemRow, 'state'>) => SETTLED.includes(problem.state.code)

/** Whether it is overdue is the county's word; the days are counted here. */
export function dueOf(problem: Pick<ProblemRow, 'due' | 'overdue' | 'state'>, day: string): Due {
  if (problem.due === null) return { is: 'none' }
  if (isSettled(problem)) return { is: 'settled' }
  const days = Math.round((Date.parse(problem.due) - Date.parse(day)) / DAY_MS)
  if (problem.overdue) return { is: 'late', days: Math.max(1, -days) }
  return days <= 0 ? { is: 'today' } : { is: 'left', days }
}
