import type { PolicyCard, PolicyText, VillageFacts } from '../../../bridge'
import type { WordKey } from '../../i18n'

/** One question of the self-test, with its answer. */
export interface Question {
  ask: [WordKey, Record<string, unknown>]
  answer: { words: [WordKey, Record<string, unknown>] } | { text: PolicyText }
}

function ofVillage(village: VillageFacts): Question[] {
  const { groups, households, people } = village
  const asked = { village: village.village }
  const all: Question[] = [
    { ask: ['policy.askVillage', asked], answer: { words: ['policy.households', { groups, households, people }] } },
    { ask: ['policy.askExited', asked], answer: { words: ['policy.exited', { households: village.exited, people: village.exited_people }] } },
  ]
  if (village.monitored > 0) {
    all.push({ ask: ['policy.askMonitored', asked], answer: { words: ['policy.monitored', { households: village.monitored, people: village.monitored_people }] } })
  }
  return all
}

/** Only what has an answer is asked: a policy the county has not filled in is nobody's to know. */
export function questions(card: PolicyCard): Question[] {
  const policies = card.policies.flatMap((line): Question[] =>
    line.text ? [{ ask: ['policy.askPolicy', { name: line.name }], answer: { text: line.text } }] : [],
  )
  return [...card.villages.flatMap(ofVillage), ...policies]
}

/** The same questions in another order. */
export function shuffled<T>(all: readonly T[], random: () => number = Math.random): T[] {
  const left = [...all]
  const drawn: T[] = []
  while (left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1))
  return drawn
}
