/** The spans of days reports are about: this one and those before, by their names. */
export interface Period { from: string; to: string; name: PeriodName; values: Record<string, number> }
export type PeriodName = 'thisWeek' | 'lastWeek' | 'week' | 'month' | 'firstHalf' | 'secondHalf' | 'quarter' | 'h1' | 'h2' | 'year'

const DAY = 24 * 60 * 60 * 1000
const at = (text: string) => new Date(`${text}T00:00:00Z`)
const text = (day: Date) => day.toISOString().slice(0, 10)
const days = (from: Date, number: number) => new Date(from.getTime() + number * DAY)
/** Months are counted from 0 and may run over a year's end, either way. */
const first = (year: number, month: number) => new Date(Date.UTC(year, month, 1))
const lastBefore = (year: number, month: number) => days(first(year, month), -1)

const WEEKS = 9
const MONTHS = 7
const QUARTERS = 6
const HALF_YEARS = 4
const YEARS = 3

/** The newest first; the first one is what a page shows unasked. */
export function periods(span: string, today: string): Period[] {
  const now = at(today)
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()]
  switch (span) {
    case 'week': {
      // A week begins on Monday.
      const monday = days(now, -((now.getUTCDay() + 6) % 7))
      return Array.from({ length: WEEKS }, (_, ago) => {
        const from = days(monday, -7 * ago)
        const to = days(from, 6)
        const name = ago === 0 ? 'thisWeek' : ago === 1 ? 'lastWeek' : 'week'
        return { from: text(from), to: text(to), name, values: { m1: from.getUTCMonth() + 1, d1: from.getUTCDate(), m2: to.getUTCMonth() + 1, d2: to.getUTCDate() } }
      })
    }
    case 'month':
      return Array.from({ length: MONTHS }, (_, ago): Period[] => {
        const from = first(year, month - ago)
        const values = { year: from.getUTCFullYear(), month: from.getUTCMonth() + 1 }
        const end = text(lastBefore(year, month - ago + 1))
        return [
          { from: text(from), to: end, name: 'month', values },
          { from: text(from), to: text(days(from, 14)), name: 'firstHalf', values },
          { from: text(days(from, 15)), to: end, name: 'secondHalf', values },
        ]
      }).flat()
    case 'quarter':
      return Array.from({ length: QUARTERS }, (_, ago) => {
        const begins = Math.floor(month / 3) * 3 - 3 * ago
        const from = first(year, begins)
        return { from: text(from), to: text(lastBefore(year, begins + 3)), name: 'quarter', values: { year: from.getUTCFullYear(), quarter: from.getUTCMonth() / 3 + 1 } }
      })
    case 'year':
      return Array.from({ length: YEARS }, (_, ago) => ({ from: `${year - ago}-01-01`, to: `${year - ago}-12-31`, name: 'year', values: { year: year - ago } }))
    default:
      return Array.from({ length: HALF_YEARS }, (_, ago) => {
        const begins = Math.floor(month / 6) * 6 - 6 * ago
        const from = first(year, begins)
        return { from: text(from), to: text(lastBefore(year, begins + 6)), name: from.getUTCMonth() === 0 ? 'h1' : 'h2', values: { year: from.getUTCFullYear() } }
      })
  }
}
