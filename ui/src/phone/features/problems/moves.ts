/** What each move's form asks, and the words one tap gives. The rules are the app's. */
import type { IconName } from '../../components/icons'
import type { MoveInput } from '../../../bridge'
import type { WordKey } from '../../i18n'

export interface Asks {
  reason?: boolean
  /** What was done, and photos of it or why there are none. */
  report?: boolean
  /** Whether the person stood before it. */
  onSite?: boolean
  phrases: WordKey[]
}

const PLAIN: Asks = { phrases: [] }
const REPORT: Asks = {
  report: true,
  phrases: ['problem.phrase.resultDone', 'problem.phrase.resultBought', 'problem.phrase.resultHandled', 'problem.phrase.resultExplained'],
}

const ASKS: Record<string, Asks> = {
  fix_at_once: REPORT,
  finish: REPORT,
  decline: { reason: true, phrases: ['problem.phrase.declineUnit', 'problem.phrase.declineMoved', 'problem.phrase.declineBig'] },
  verify: { onSite: true, phrases: [] },
  send_back: { reason: true, onSite: true, phrases: ['problem.phrase.backNotDone', 'problem.phrase.backPhotos', 'problem.phrase.backOther', 'problem.phrase.backHousehold'] },
  reopen: { reason: true, phrases: ['problem.phrase.reopenAgain', 'problem.phrase.reopenHalf'] },
  cancel: { reason: true, phrases: ['problem.phrase.cancelNot', 'problem.phrase.cancelTwice', 'problem.phrase.cancelGone'] },
}

export const WAIVERS: WordKey[] = ['problem.phrase.waiverNothing', 'problem.phrase.waiverPrivacy', 'problem.phrase.waiverRefused', 'problem.phrase.waiverPaper']

/** As many as the app takes with one report. */
export const MOST_PHOTOS = 9

export const MOVE_ICON: Record<string, IconName> = {
  register: 'book', fix_at_once: 'check', decline: 'undo', start: 'refresh', finish: 'checkCircle', verify: 'seal', send_back: 'undo',
  reopen: 'warning', cancel: 'crossCircle',
}

export function asksOf(step: string): Asks {
  return ASKS[step] ?? PLAIN
}

/** A move without a form is done with one tap, and can be taken back. */
export function hasForm(step: string): boolean {
  const { reason, report, onSite } = asksOf(step)
  return Boolean(reason ?? report ?? onSite)
}

export function blank(problemId: string, step: string, round: number): MoveInput {
  return { problem_id: problemId, step, round, reason: '', result: '', photos: [], photo_waiver: '', on_site: false }
}

export function isBlank(form: MoveInput): boolean {
  return form.reason.trim() === '' && form.result.trim() === '' && form.photos.length === 0 && form.photo_waiver.trim() === '' && !form.on_site
}

/** What the form still lacks, for the button; the app judges again. */
export function isReady(form: MoveInput, critical: boolean): boolean {
  const asks = asksOf(form.step)
  if (asks.reason && form.reason.trim() === '') return false
  if (asks.report && form.photos.length === 0 && form.photo_waiver.trim() === '') return false
  return !(form.step === 'verify' && critical && !form.on_site)
}

/** A phrase put into a text: taken as it is, added to what is there, or taken out again. */
export function withPhrase(text: string, phrase: string, comma: string): string {
  const parts = text.trim() === '' ? [] : text.trim().split(comma)
  const next = parts.includes(phrase) ? parts.filter((part) => part !== phrase) : [...parts, phrase]
  return next.join(comma)
}
