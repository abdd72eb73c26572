import type { ProblemMoveForm, ProblemMoves, ProblemMovesForm, ProblemRow } from '../../api'
import type { FailureCode } from '../../http'

export type BulkMove = 'assign' | 'extend' | 'verify' | 'sign_off'

/** What is done to many problems, asked once. */
export interface Bulk { move: BulkMove; problems: ProblemRow[] }

export interface BulkDraft { due: string; reason: string; measure: string; cooperating_units: string[] }

const judges = (move: BulkMove) => move === 'verify' || move === 'sign_off'

/** Those of the chosen that the move is about: only what waits for it is judged; the county says of each whether it may be. */
export function judged(move: BulkMove, problems: ProblemRow[]): ProblemRow[] {
  return judges(move) ? problems.filter((one) => one.state.code === 'to_verify' && one.verified === (move === 'sign_off')) : problems
}

/** What is sent: everybody's own helper for an assignment, one later day and reason for an extension. Whoever answers already keeps his, unless somebody says `also` these. */
export function bulkForm({ move, problems }: Bulk, draft: BulkDraft, also: string[] | null = null): ProblemMovesForm {
  const said = (text: string) => text.trim() || null
  const form: ProblemMoveForm = {
    step: move, round: 0, reason: move === 'extend' ? said(draft.reason) : null, photos: [], photo_waiver: null, on_site: false, owner_id: null, unit: null, due: said(draft.due), mode: null,
    cooperating_units: move === 'assign' && draft.cooperating_units.length > 0 ? draft.cooperating_units : null,
    measure: move === 'assign' ? said(draft.measure) : null, cause: null, result: null, other_id: null,
  }
  // Whoever judges names the report he saw of each.
  const rounds = judges(move) ? problems.map((one) => one.round) : []
  return { problem_ids: also ?? problems.map((one) => one.problem_id), form, to_helpers: move === 'assign', also_answered: also !== null, rounds }
}

export function bulkLacks(move: BulkMove, draft: BulkDraft): Partial<Record<keyof BulkDraft, FailureCode>> {
  if (move !== 'extend') return {}
  return { ...(draft.due === '' && { due: 'later_day_needed' as const }), ...(draft.reason.trim() === '' && { reason: 'reason_needed' as const }) }
}

/** Two answers about the same problems as one. */
export function together(first: ProblemMoves | null, then: ProblemMoves): ProblemMoves {
  return first ? { moved: first.moved + then.moved, answered: then.answered, refused: [...first.refused, ...then.refused] } : then
}
