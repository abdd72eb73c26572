import type { PolicyTextRow } from '../../api'
import type { WordKey } from '../../words'

export type TextFault = Extract<WordKey, 'policies.empty' | 'policies.tooLong' | 'policies.badDate' | 'policies.backwards' | 'policies.overlap'>

const DAY = /^\d{4}-\d{2}-\d{2}$/

function isDay(text: string): boolean {
  return DAY.test(text) && new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text
}

/** What is wrong with each text, as the county will see it; its own check decides. */
export function faults(texts: PolicyTextRow[], most: number): (TextFault | null)[] {
  return texts.map((one, at) => {
    if (one.text.trim() === '') return 'policies.empty'
    if ([...one.text].length > most) return 'policies.tooLong'
    try {
      if (!isDay(one.from) || (one.until !== null && !isDay(one.until))) return 'policies.badDate'
    } catch {
      return 'policies.badDate'
    }
    if (one.until !== null && one.until < one.from) return 'policies.backwards'
    const end = one.until ?? '9999'
    return texts.slice(0, at).some((other) => other.from <= end && one.from <= (other.until ?? '9999')) ? 'policies.overlap' : null
  })
}

/** Whether a text holds on a day. */
export function phase(text: PolicyTextRow, today: string): 'today' | 'later' | 'past' {
  if (text.from > today) return 'later'
  return text.until === null || today <= text.until ? 'today' : 'past'
}
