import type { factsZh } from '../facts'

export const factsEn: typeof factsZh = {
  title: 'Facts with two values', lead: 'Two people said different things. Choose one; the other stays in the county’s records.', fact: 'Fact', stands: 'In use now', other: 'Another value',
  by: 'by {name}', roster: 'from the roster', empty: 'Not filled in', keep: 'Keep this', take: 'Use this instead', decided: 'Decided. The phones concerned will hear.',
  stale: 'Things have just changed. The page is fresh now; please look again.', mark: 'Values differ', count: '{n}', mayNot: 'County staff or the village’s captain decide.', confirm: 'Use “{value}” instead?', confirmKeep: 'Keep “{value}”?',
}
