import type { EntryLine } from '../../../bridge'

export interface LineGroup { name: string | null; lines: EntryLine[] }

/** Lines under the headings they stand under, in order. */
export function lineGroups(lines: EntryLine[]): LineGroup[] {
  const all: LineGroup[] = []
  for (const line of lines) {
    const last = all[all.length - 1]
    if (last && last.name === line.group) last.lines.push(line)
    else all.push({ name: line.group, lines: [line] })
  }
  return all
}
