import type * as GeoJSON from 'geojson'
import type { BoundaryCheck, MapHomes, MapHomesSearch, MapPage, MapSettings } from '../api'
import { cannedVillages, overview } from './overview'
import { me, now } from './people'

/** Where the made-up county lies, and how wide one of its villages is. */
const west = 105.4, south = 34.3, side = 0.05
const columns = 10

const place = (at: number) => {
  const [column, row] = [at % columns, Math.floor(at / columns)]
  return { lon: west + (column + 0.5) * side, lat: south + (row + 0.5) * side * 0.8 }
}
/** Corners are shared with the neighbours, or gaps would open between them. */
const corner = (column: number, row: number) => [west + column * side + Math.sin(column * 3 + row * 5) * side * 0.22, south + row * side * 0.8 + Math.cos(column * 7 + row * 2) * side * 0.18]

export const cannedBoundaries: GeoJSON.FeatureCollection = {
  type: 'FeatureCollection',
  features: cannedVillages.slice(0, -4).map((village, at) => {
    const [column, row] = [at % columns, Math.floor(at / columns)]
    const ring = [corner(column, row), corner(column + 1, row), corner(column + 1, row + 1), corner(column, row + 1), corner(column, row)]
    return { type: 'Feature', properties: { code: village.code }, geometry: { type: 'MultiPolygon', coordinates: [[ring]] } }
  }),
}

const page: MapPage = {
  boundaries: { version: 2, datum: 'CGCS2000', villages: cannedVillages.length - 4, points: 21_840, made_ms: now - 40 * 86_400_000, made_by: '郭主任', has_before: true },
  source: { kind: 'none', attribution: '', least_zoom: 0, most_zoom: 18, version: 0 },
  villages: cannedVillages.map((village, at) => ({ ...village, town: overview.towns.find((town) => village.code.startsWith(town.code))?.name ?? '', bounded: at < cannedVillages.length - 4, ...place(at) })),
  shows_homes: true, may_set: me.roles.includes('administrator'),
}
const settings: MapSettings = { kind: 'none', template: '', has_key: false, attribution: '', least_zoom: 1, most_zoom: 18, file_is_there: false, set_ms: null }
const check: BoundaryCheck = { villages: cannedVillages.length - 4, points: 21_840, unknown: [{ number: 7, says: '林场' }, { number: 31, says: '' }], repeated: [12], ambiguous: [], missing: cannedVillages.slice(-4).map(({ code, name }) => ({ code, name })), preview: JSON.stringify(cannedBoundaries), saved: false }

function homes(asked: MapHomesSearch): MapHomes {
  const close = asked.zoom >= 16
  const clusters = cannedVillages.flatMap((village, at) => {
    const middle = place(at)
    if (asked.zoom < 11) return [{ ...middle, households: village.households, household_id: null, number: null }]
    return Array.from({ length: close ? 12 : 5 }, (_, home) => ({ lat: middle.lat + Math.sin(home * 2.4) * 0.006, lon: middle.lon + Math.cos(home * 2.4) * 0.006, households: close ? 1 : 3 + home, household_id: close ? 'h1' : null, number: close ? `62050210${at}${home}` : null }))
  })
  return { clusters: clusters.filter((one) => one.lon > asked.west && one.lon < asked.east && one.lat > asked.south && one.lat < asked.north) }
}

export function answerMap(path: string | undefined, move: string | undefined, query: URLSearchParams, body: Record<string, unknown>): unknown {
  switch (path) {
    case 'boundaries': return move === 'take-back' ? page : /^\d+$/.test(move ?? '') ? cannedBoundaries : { ...check, saved: query.get('save') === 'true' }
    case 'households': return homes(body as unknown as MapHomesSearch)
    case 'settings': return body.kind ? Object.assign(settings, body, { has_key: Boolean(body.key) || settings.has_key, set_ms: Date.now() }) : settings
    default: return page
  }
}
