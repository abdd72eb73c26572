/** How an entry of a ledger looks: an icon and tone for where it stands, and its due day in words. */
import type { EntryCard } from '../../../bridge'
import type { Due } from '../ledgerLook'
import { dueOf as dueOfOpen } from '../ledgerLook'
import type { Look } from '../placeLook'

/** Words of states that say the matter came to nothing. */
const GIVEN_UP = ['dropped', 'refused', 'not_changed', 'stopped']

export function stateLook(card: Pick<EntryCard, 'state' | 'settled' | 'voided'>): Look {
  if (card.voided) return { icon: 'crossCircle', tone: 'quiet' }
  if (card.state.code === 'returned') return { icon: 'undo', tone: 'bad' }
  if (!card.settled) return { icon: 'clock', tone: 'info' }
  return GIVEN_UP.includes(card.state.code) ? { icon: 'minus', tone: 'quiet' } : { icon: 'checkCircle', tone: 'good' }
}

/** What to say of the day it is due; nothing where there is none. */
export function dueOf(card: Pick<EntryCard, 'settled' | 'voided' | 'days_left'>): Due | null {
  return card.days_left === null || card.voided ? null : dueOfOpen({ open: !card.settled, days_left: card.days_left })
}
