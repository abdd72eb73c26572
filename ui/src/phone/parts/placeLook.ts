/** The one icon and tone of each place a visit can be. The word is `code.place`. */
import type { Delivery, Place, TaskState } from '../../bridge'
import type { IconName } from '../components/icons'
import type { Tone } from '../components/WordChip.vue'

export interface Look { icon: IconName; tone: Tone }

export const PLACE_LOOK: Record<Place, Look> = {
  draft: { icon: 'edit', tone: 'warn' },
  waiting: { icon: 'device', tone: 'warn' },
  received: { icon: 'cloudCheck', tone: 'info' },
  captain_approved: { icon: 'check', tone: 'good' },
  returned: { icon: 'undo', tone: 'bad' },
  batched: { icon: 'send', tone: 'info' },
  county_accepted: { icon: 'seal', tone: 'good' },
  needs_person: { icon: 'warning', tone: 'bad' },
  voided: { icon: 'crossCircle', tone: 'quiet' },
}

export const TASK_LOOK: Record<TaskState, Look> = {
  upcoming: { icon: 'calendar', tone: 'quiet' },
  due: { icon: 'clock', tone: 'warn' },
  overdue: { icon: 'warning', tone: 'bad' },
  done: { icon: 'checkCircle', tone: 'good' },
  missed: { icon: 'info', tone: 'warn' },
  cancelled: { icon: 'minus', tone: 'quiet' },
}

export const DELIVERY_LOOK: Record<Delivery, Look> = {
  queued: { icon: 'clock', tone: 'warn' },
  held: { icon: 'inbox', tone: 'info' },
  quarantined: { icon: 'inbox', tone: 'info' },
  parked: { icon: 'warning', tone: 'bad' },
  behind: { icon: 'clock', tone: 'quiet' },
}

/** Received with its bytes, and before a person there: nothing this phone could do more for. */
export const isAtCounty = ({ delivery }: { delivery: Delivery }): boolean => delivery === 'held' || delivery === 'quarantined'

/** Severity codes are data; an unknown one still gets an icon. */
export function severityLook(code: string): Look {
  if (code === 'critical') return { icon: 'warning', tone: 'bad' }
  if (code === 'major') return { icon: 'flag', tone: 'warn' }
  if (code === 'minor') return { icon: 'info', tone: 'quiet' }
  return { icon: 'info', tone: 'info' }
}
