import type { Tone } from '../../components/WordChip.vue'
import type { IconName } from '../../components/icons'

/** How a batch stands, by word, icon and colour. */
export function batchLook(code: string): { tone: Tone; icon: IconName } {
  if (code === 'accepted') return { tone: 'good', icon: 'seal' }
  if (code === 'needs_person') return { tone: 'bad', icon: 'warning' }
  if (code === 'rejected' || code === 'partially_accepted') return { tone: 'warn', icon: 'undo' }
  return code === 'waiting' ? { tone: 'warn', icon: 'device' } : { tone: 'info', icon: 'cloudCheck' }
}

export function outcomeLook(code: string): { tone: Tone; icon: IconName } {
  if (code === 'accepted') return { tone: 'good', icon: 'seal' }
  return code === 'returned' ? { tone: 'warn', icon: 'undo' } : { tone: 'quiet', icon: 'clock' }
}
