import type { ProblemLine } from '../../api'
import { dateTime } from '../../format'
import type { WordKey } from '../../words'

/** What a cell needs to speak: words, and codes in words. */
export interface Speak {
  t: (key: WordKey, values?: Record<string, string | number>) => string
  label: (labelled: ProblemLine['problem']['state']) => string
  severity: (code: string) => string
  list: (names: string[]) => string
}
export interface Column { word: WordKey; of: (line: ProblemLine, at: number, say: Speak) => string; wide?: boolean; number?: boolean; link?: boolean }
export type ListName = 'problems' | 'tasks' | 'duties' | 'deadlines'

const day = (ms: number | null) => (ms === null ? '' : dateTime(ms).slice(0, 10))
const no: Column = { word: 'desk.no', of: (_line, at) => String(at + 1), number: true }
const number: Column = { word: 'desk.number', of: (line) => line.problem.number ?? '', link: true }
const title: Column = { word: 'desk.problem', of: (line) => line.problem.title, wide: true, link: true }
const town: Column = { word: 'desk.town', of: (line) => line.problem.town }
const village: Column = { word: 'desk.village', of: (line) => line.problem.village }
const head: Column = { word: 'desk.head', of: (line, _at, { t }) => line.problem.head_name || t('desk.ofVillage') }
const state: Column = { word: 'desk.state', of: (line, _at, { label }) => label(line.problem.state) }
const cooperating: Column = { word: 'desk.cooperating', of: (line, _at, { list }) => list(line.cooperating_units), wide: true }
const evidence: Column = { word: 'desk.evidence', of: ({ evidence: shown }, _at, { t, list }) => evidenceWords(shown, t, list), wide: true }
const person: Column = { word: 'desk.person', of: (line) => line.problem.owner_name ?? '' }

/** Photos by what they show, or why there are none of afterwards. */
function evidenceWords({ before, after, verified, waiver }: ProblemLine['evidence'], t: Speak['t'], list: Speak['list']): string {
  const kinds = [before > 0 && t('desk.shownBefore', { n: before }), after > 0 && t('desk.shownAfter', { n: after }), verified > 0 && t('desk.shownVerified', { n: verified })].filter((one) => one !== false)
  const photos = kinds.length > 0 ? t('desk.shown', { n: before + after + verified, kinds: list(kinds) }) : ''
  return [photos, waiver ? t('desk.notShown', { reason: waiver }) : ''].filter((one) => one !== '').join(' ')
}

/** The columns of 四清单 (DOMAIN §1 S2, §6), over the same rows. */
export const fourLists: Record<ListName, Column[]> = {
  problems: [
    no, number, { word: 'desk.from', of: (line, _at, { label }) => label(line.problem.source) }, town, village, head, { word: 'desk.householdNumber', of: (line) => line.household_number },
    { word: 'desk.category', of: (line, _at, { label }) => label(line.problem.category) }, { word: 'desk.severity', of: (line, _at, { severity }) => severity(line.problem.severity.code) }, title,
    { word: 'desk.cause', of: (line) => line.cause, wide: true }, { word: 'desk.found', of: (line) => day(line.problem.found_ms) },
  ],
  tasks: [
    no, number, title, head, { word: 'desk.mode', of: (line, _at, { label }) => (line.mode ? label(line.mode) : '') }, { word: 'desk.measure', of: (line) => line.measure, wide: true }, person,
    { word: 'desk.due', of: (line) => line.problem.due ?? '' }, state, { word: 'desk.result', of: (line) => line.result, wide: true }, evidence,
  ],
  duties: [
    no, number, title, town, village, head, { word: 'desk.duty', of: (line, _at, { label }) => label(line.problem.role) }, { word: 'desk.responsible', of: (line) => line.problem.unit }, person, cooperating,
    { word: 'desk.rectifier', of: (line) => line.rectifier_name ?? '' }, { word: 'desk.verifier', of: (line) => line.verifier_name ?? '' }, state,
  ],
  deadlines: [
    no, number, title, person, { word: 'desk.registered', of: (line) => line.registered_on ?? '' }, { word: 'desk.assigned', of: (line) => day(line.assigned_ms) }, { word: 'desk.firstDue', of: (line) => line.problem.first_due ?? '' },
    { word: 'desk.extended', of: (line, _at, { t }) => (line.extended > 0 ? t('desk.times', { n: line.extended }) : ''), number: true }, { word: 'desk.due', of: (line) => line.problem.due ?? '' }, { word: 'desk.done', of: (line) => line.done_on ?? '' },
    { word: 'desk.closed', of: (line) => (line.problem.state.code === 'closed' ? day(line.closed_ms) : '') }, { word: 'desk.isClosed', of: (line, _at, { t }) => t(line.problem.state.code === 'closed' ? 'desk.yes' : 'desk.no1') }, { word: 'desk.overdue', of: (line, _at, { t }) => t(line.problem.overdue ? 'desk.yes' : 'desk.no1') },
  ],
}
