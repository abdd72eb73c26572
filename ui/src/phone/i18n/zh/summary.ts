/** Parts of the narrative that is composed from the answers. */
export const summary = {
  visit: '走访',
  opening: '{time}{method}{name}家。',
  respondent: '受访人{name}。',
  unchanged: '{sections}与上次相比无变化。',
  problems: '发现问题：{problems}。',
  noProblems: '没有发现新问题。',
}
