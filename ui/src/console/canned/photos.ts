import type { PhotoMatch, PhotoSettings } from '../api'
import { visits } from './visits'

const side = (at: number, sha256: string) => ({ photo_id: `p${at}`, sha256, visit: visits[at] ?? null, town: '桃源镇', is_kept: true })
const none = { reason: '', settled_by: null, settled_ms: null, may_settle: true, outcome: 'open' }

export const photoMatches: PhotoMatch[] = [
  { match_id: 3, kind: 'exact', distance: 0, turned: 'as_taken', found_ms: Date.now() - 3_600_000, ...none, later: side(0, 'canned-0'), earlier: side(3, 'canned-1') },
  { match_id: 2, kind: 'alike', distance: 12, turned: 'mirrored', found_ms: Date.now() - 7_200_000, ...none, later: side(1, 'canned-2'), earlier: { photo_id: 'p9', sha256: null, visit: null, town: '云台乡', is_kept: true }, may_settle: false },
  { match_id: 1, kind: 'look', distance: 27, turned: 'turned', found_ms: Date.now() - 9_200_000, ...none, later: side(2, 'canned-2'), earlier: { ...side(4, 'canned-0'), is_kept: false } },
]
export const photoSettings: PhotoSettings = { budget_kb: 250, least_kb: 60, most_kb: 800, gallery: false, set_ms: null, set_by: null }
