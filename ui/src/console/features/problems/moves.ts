import type { EvidencePhoto, ProblemMoveForm, ProblemPage } from '../../api'
import type { FailureCode } from '../../http'
import type { problemMoveZh } from '../../words/problemCodes'

export type Move = keyof typeof problemMoveZh

/** What a move's form asks for, in its order. */
export type Field = 'owner_id' | 'unit' | 'cooperating_units' | 'due' | 'mode' | 'other_id' | 'cause' | 'measure' | 'result' | 'photos' | 'photo_waiver' | 'on_site' | 'reason'

export const fieldsOf: Record<Move, readonly Field[]> = {
  register: ['cause'],
  fix_at_once: ['result', 'photos', 'photo_waiver', 'cause'],
  assign: ['owner_id', 'unit', 'due', 'cooperating_units', 'mode', 'measure'],
  decline: ['reason'],
  start: ['cause', 'measure'],
  finish: ['result', 'photos', 'photo_waiver'],
  verify: ['on_site', 'reason'],
  sign_off: ['reason'],
  send_back: ['on_site', 'reason'],
  extend: ['due', 'reason'],
  keep_long_term: ['reason', 'measure'],
  reopen: ['reason'],
  merge: ['other_id', 'reason'],
  cancel: ['reason'],
}

/** Moves whose reason may stay empty. */
const FREE_REASON: Move[] = ['verify', 'sign_off', 'merge']
export const needsReason = (move: Move) => fieldsOf[move].includes('reason') && !FREE_REASON.includes(move)

/** What fits where a problem stands, the likeliest first. */
const LIKELY: Record<string, readonly Move[]> = {
  found: ['register'],
  registered: ['assign'],
  declined: ['assign'],
  reopened: ['assign', 'start'],
  assigned: ['start', 'finish'],
  rectifying: ['finish'],
  returned: ['finish', 'start'],
  long_term: ['finish'],
  to_verify: ['sign_off', 'verify'],
}
/** Ends that are not success stand last, and never first. */
const ORDER: readonly Move[] = [
  'register', 'assign', 'start', 'fix_at_once', 'finish', 'verify', 'sign_off', 'send_back', 'decline', 'extend', 'keep_long_term', 'reopen', 'merge', 'cancel',
]

/** The one button that fits, and the others in their order. What the county does not offer is not shown. */
export function arrange(state: string, offered: readonly string[]): { primary: Move | null; others: Move[] } {
  const known = ORDER.filter((move) => offered.includes(move))
  const primary = (LIKELY[state] ?? []).find((move) => known.includes(move)) ?? null
  return { primary, others: known.filter((move) => move !== primary) }
}

/** What somebody has put into a move's form so far. */
export type Draft = Record<Exclude<Field, 'photos' | 'on_site' | 'cooperating_units'>, string> & { photos: string[]; on_site: boolean; cooperating_units: string[] }

/** A form as it opens: what stands is filled in. */
export function draftFor(page: ProblemPage): Draft {
  const { unit, due } = page.problem
  return {
    owner_id: '', unit, cooperating_units: [...page.cooperating_units], due: due ?? '', mode: page.mode?.code ?? '', other_id: '', cause: page.cause, measure: page.measure, result: page.result,
    photos: [], photo_waiver: '', on_site: false, reason: '',
  }
}

/** One photo may be kept with several visits; together they are the choice. */
export const keyOf = (photo: Pick<EvidencePhoto, 'visit_id' | 'photo_id'>) => `${photo.visit_id}/${photo.photo_id}`

/** What is sent: the move's own fields, and of these only what was said. */
export function formOf(move: Move, draft: Draft, page: ProblemPage): ProblemMoveForm {
  const fields = fieldsOf[move]
  const said = (field: Exclude<Field, 'photos' | 'on_site' | 'cooperating_units'>, before = '') => {
    const text = draft[field].trim()
    return fields.includes(field) && text !== '' && text !== before ? text : null
  }
  const others = draft.cooperating_units.join('\n') !== page.cooperating_units.join('\n')
  const photos = fields.includes('photos') ? page.photos.filter((photo) => draft.photos.includes(keyOf(photo))) : []
  return {
    step: move,
    round: page.round,
    reason: said('reason'),
    photos: photos.map(({ visit_id, photo_id }) => ({ visit_id, photo_id })),
    photo_waiver: photos.length > 0 ? null : said('photo_waiver'),
    on_site: fields.includes('on_site') && draft.on_site,
    owner_id: said('owner_id'),
    unit: said('unit', page.problem.unit),
    cooperating_units: fields.includes('cooperating_units') && others ? draft.cooperating_units : null,
    due: move === 'extend' ? said('due') : said('due', page.problem.due ?? ''),
    mode: said('mode', page.mode?.code),
    measure: said('measure', page.measure),
    cause: said('cause', page.cause),
    result: said('result'),
    other_id: said('other_id'),
  }
}

/** What the form plainly lacks, before the county is asked. The county decides all the same. */
export function lacking(move: Move, draft: Draft, page: ProblemPage): Partial<Record<Field, FailureCode>> {
  const form = formOf(move, draft, page)
  const lacks: Partial<Record<Field, FailureCode>> = {}
  if (needsReason(move) && !form.reason) lacks.reason = 'reason_needed'
  if (fieldsOf[move].includes('photos') && form.photos.length === 0 && !form.photo_waiver) lacks.photos = 'evidence_needed'
  if (move === 'assign' && !form.owner_id) lacks.owner_id = 'owner_needed'
  if (move === 'merge' && !form.other_id) lacks.other_id = 'other_needed'
  if (move === 'extend' && (!form.due || form.due <= (page.problem.due ?? ''))) lacks.due = 'later_day_needed'
  if (move === 'verify' && page.problem.severity.code === 'critical' && !draft.on_site) lacks.on_site = 'on_site_needed'
  return lacks
}

/** Refusals that name a field even where the county's answer does not. */
export const FIELD_OF_CODE: Partial<Record<FailureCode, Field>> = {
  reason_needed: 'reason', evidence_needed: 'photos', unknown_photo: 'photos', on_site_needed: 'on_site', owner_needed: 'owner_id', unknown_person: 'owner_id', later_day_needed: 'due', not_a_date: 'due',
  other_needed: 'other_id', unknown_problem: 'other_id',
}
