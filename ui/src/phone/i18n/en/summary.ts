import type { Words } from '..'

/** Parts of the narrative that is composed from the answers. */
export const summary: Words['summary'] = {
  visit: 'Visit',
  opening: '{time}, {method}: household of {name}.',
  respondent: 'Spoke with {name}.',
  unchanged: 'No change since last time in: {sections}.',
  problems: 'Problems found: {problems}.',
  noProblems: 'No new problems found.',
}
