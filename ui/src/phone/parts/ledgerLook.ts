/** How a problem of the ledger looks: one icon and tone for each state, and its due day in words. */
import type { LedgerCard } from '../../bridge'
import type { WordKey } from '../i18n'
import type { Look } from './placeLook'

const LOOK: Record<string, Look> = {
  found: { icon: 'search', tone: 'info' },
  registered: { icon: 'book', tone: 'info' },
  assigned: { icon: 'send', tone: 'warn' },
  declined: { icon: 'undo', tone: 'bad' },
  rectifying: { icon: 'refresh', tone: 'warn' },
  to_verify: { icon: 'review', tone: 'primary' },
  returned: { icon: 'undo', tone: 'bad' },
  closed: { icon: 'checkCircle', tone: 'good' },
  reopened: { icon: 'warning', tone: 'bad' },
  merged: { icon: 'twice', tone: 'quiet' },
  cancelled: { icon: 'crossCircle', tone: 'quiet' },
  long_term: { icon: 'calendar', tone: 'quiet' },
}

/** A state of tomorrow still gets an icon. */
export function stateLook(code: string): Look {
  return LOOK[code] ?? { icon: 'info', tone: 'quiet' }
}

export interface Due extends Look { key: WordKey; count: number }

/** Near enough to be shown as a warning. */
const SOON_DAYS = 3

/** What to say of the due day of an open problem; nothing once it is closed. */
export function dueOf(card: Pick<LedgerCard, 'open' | 'days_left'>): Due | null {
  if (!card.open) return null
  const left = card.days_left
  if (left === null) return { key: 'problem.dueNone', count: 0, icon: 'minus', tone: 'quiet' }
  if (left < 0) return { key: 'problem.dueLate', count: -left, icon: 'warning', tone: 'bad' }
  if (left === 0) return { key: 'problem.dueToday', count: 0, icon: 'clock', tone: 'warn' }
  return { key: 'problem.dueLeft', count: left, icon: 'clock', tone: left <= SOON_DAYS ? 'warn' : 'quiet' }
}
