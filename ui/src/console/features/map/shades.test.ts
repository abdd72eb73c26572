import { describe, expect, it } from 'vitest'
import type { MapVillage } from '../../api'
import { shadeOf, shadesOf, unknownColour, valueOf } from './shades'

const village = (changes: Partial<MapVillage>): MapVillage => ({
  code: '1', name: '', town: '', bounded: true, lat: null, lon: null, households: 10, visited_submitted: 0, visited_approved: 0, not_visited: 10, overdue: 0, problems_open: 0, problems_overdue: 0, waiting_captain: 0, waiting_county: 0, ...changes,
})

describe('the shades of the map', () => {
  it('never call a village done of which one household is left', () => {
    const shades = shadesOf('coverage', [])
    const shade = (visited: number, households: number) => shadeOf(valueOf('coverage', village({ visited_submitted: visited, households })), shades)
    expect(shade(999, 1000).from).toBe(80)
    expect(shade(1000, 1000).from).toBe(100)
  })
  it('cover every count there is, nothing apart from something', () => {
    for (const most of [0, 1, 3, 4, 17, 400, 9000]) {
      const shades = shadesOf('problems', [village({ problems_open: most })])
      expect(shades[0]).toMatchObject({ from: 0, to: 0 })
      shades.slice(1).forEach((shade, at) => expect(shade.from).toBe((shades[at]?.to ?? 0) + 1))
      expect(shades.at(-1)?.to).toBeGreaterThanOrEqual(most)
      expect(new Set(shades.map((shade) => shade.colour)).size).toBe(shades.length)
    }
  })
  it('give a village without households the colour of nothing known', () => {
    const empty = village({ households: 0 })
    expect(shadeOf(valueOf('coverage', empty), shadesOf('coverage', [])).colour).toBe(unknownColour)
  })
})
