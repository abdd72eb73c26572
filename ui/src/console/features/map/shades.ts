import type { MapVillage } from '../../api'

/** What villages can be coloured by. */
export const mapFigures = ['coverage', 'problems', 'overdue'] as const
export type MapFigure = (typeof mapFigures)[number]

/** One shade of the map: what it stands for, its colour, and the colour of what is written on it. */
export interface Shade { from: number; to: number | null; colour: string; ink: string }

const dark = '#12302a'
/** Light to dark, each plainly darker than the one before: they differ in grey and to every eye. */
const greens = ['#f0efe6', '#cfe3d8', '#8cc4b8', '#3f907f', '#0a5a4c']
const browns = ['#f0efe6', '#f3dcb8', '#e2ad6b', '#bb6b28', '#7c3306']

/** A village without households: neither good nor bad. */
export const unknownColour = '#dcd8ce'

export function valueOf(figure: MapFigure, village: MapVillage): number | null {
  if (figure === 'problems') return village.problems_open
  if (village.households === 0) return null
  return figure === 'overdue' ? village.overdue : Math.floor((village.visited_submitted * 100) / village.households)
}

/** Coverage in fixed steps; counts in steps that fit what there is. */
export function shadesOf(figure: MapFigure, villages: MapVillage[]): Shade[] {
  const ink = (at: number) => (at >= 3 ? '#ffffff' : dark)
  if (figure === 'coverage') {
    return [0, 40, 60, 80, 100].map((from, at, all) => ({ from, to: at === 4 ? null : (all[at + 1] ?? 0) - 1, colour: greens[at] ?? unknownColour, ink: ink(at) }))
  }
  const most = Math.max(0, ...villages.map((village) => valueOf(figure, village) ?? 0))
  const step = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => size * 4 >= most) ?? Math.ceil(most / 4)
  // Nothing is its own shade; above it, as many as are needed.
  const needed = Math.min(4, Math.ceil(most / step))
  const above = Array.from({ length: needed }, (_, at) => ({ from: at * step + 1, to: (at + 1) * step, colour: browns[at + 1] ?? unknownColour, ink: ink(at + 1) }))
  return [{ from: 0, to: 0, colour: browns[0] ?? unknownColour, ink: dark }, ...above]
}

export function shadeOf(value: number | null, shades: Shade[]): Shade {
  const found = value === null ? undefined : [...shades].reverse().find((shade) => value >= shade.from)
  return found ?? { from: 0, to: null, colour: unknownColour, ink: dark }
}
