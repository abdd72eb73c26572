import type { DeskPhoto, PhotoDeskSearch, PhotoMatch, PhotoSettings } from '../api'
import { visits } from './visits'

const side = (at: number, sha256: string) => ({ photo_id: `p${at}`, taken_ms: (visits[at]?.ended_ms ?? 0) - 600_000, sha256, visit: visits[at] ?? null, town: '桃源镇', is_kept: true })
const none = { reason: '', settled_by: null, settled_ms: null, may_settle: true, outcome: 'open', facts: { same_household: false, same_visitor: false, same_day: true, same_village: true, apart_m: 1240 } }

export const photoMatches: PhotoMatch[] = [
  { match_id: 3, kind: 'exact', distance: 0, turned: 'as_taken', found_ms: Date.now() - 3_600_000, ...none, later: side(0, 'canned-0'), earlier: side(3, 'canned-1') },
  { match_id: 2, kind: 'alike', distance: 12, turned: 'mirrored', found_ms: Date.now() - 7_200_000, ...none, later: side(1, 'canned-2'), facts: null, earlier: { photo_id: 'p9', taken_ms: null, sha256: null, visit: null, town: '云台乡', is_kept: true }, may_settle: false },
  { match_id: 1, kind: 'look', distance: 27, turned: 'turned', found_ms: Date.now() - 9_200_000, ...none, later: side(2, 'canned-2'), earlier: { ...side(4, 'canned-0'), is_kept: false } },
]
export const photoSettings: PhotoSettings = { budget_kb: 250, least_kb: 60, most_kb: 800, gallery: false, set_ms: null, set_by: null }

const deskPhoto = (visit: string, at: number, more: Partial<DeskPhoto> = {}): DeskPhoto => ({ photo_id: `${visit}-${at}`, kind: { code: 'visit_scene', zh: '入户现场', en: 'Scene of the visit' }, sha256: `canned-${at}`, here: true, imported: false, located: true, taken_ms: Date.now() - 90_000_000 - at * 60_000, ...more })
const day = 86_400_000
const lacking = () => visits.slice(0, 5).map((visit, at) => ({ visit: { ...visit, photos: 6, photos_verified: 6 - ((at % 3) + 1), received_ms: Date.now() - (9 - at * 2) * day }, missing: (at % 3) + 1, arriving: at === 1 ? 1 : 0 }))

/** What the county would say at the photo desk. */
export function answerPhotoDesk(what: string | undefined, form: Partial<PhotoDeskSearch>) {
  if (what === 'missing') {
    const rows = form.visitor_id ? lacking().slice(0, 2) : lacking()
    return { rows, next: null, counts: { visits: rows.length, photos: rows.reduce((sum, row) => sum + row.missing, 0) } }
  }
  if (what === 'visitors') {
    return { rows: [{ person_id: 'p1', name: '赵明德', unit: '县水务局', visits: 3, missing: 6, since_ms: Date.now() - 9 * day, contact_ms: Date.now() - 5 * day }, { person_id: 'p2', name: '李春燕', unit: '桃源镇卫生院', visits: 2, missing: 3, since_ms: Date.now() - 3 * day, contact_ms: null }], next: null }
  }
  const counts = { imported: 3, no_location: 2, clock_off: 1, arriving: 1 }
  const reason = (form.reason ?? 'imported') as keyof typeof counts
  const rows = visits.slice(1, 1 + counts[reason]).map((visit) => ({
    visit, wall_off_ms: reason === 'clock_off' ? 3 * 3_600_000 : 0,
    photos: [deskPhoto(visit.visit_id, 0, { imported: reason === 'imported', located: reason !== 'no_location' }), deskPhoto(visit.visit_id, 1, { imported: reason === 'imported', located: false }), deskPhoto(visit.visit_id, 2, { here: reason !== 'arriving' })],
  }))
  return { rows, next: null, counts }
}
