/** Units that help with one problem; the county takes no more. */
export const MOST_UNITS = 10
/** Characters in the name of one. */
const MOST_LETTERS = 100

/** What was chosen or typed, as names: typed together with commas, each by itself, and each once. */
export function typedUnits(chosen: readonly string[]): string[] {
  const names = chosen.flatMap((one) => one.split(/[,，、;；]/)).map((one) => one.trim().slice(0, MOST_LETTERS))
  return [...new Set(names.filter((one) => one !== ''))].slice(0, MOST_UNITS)
}
