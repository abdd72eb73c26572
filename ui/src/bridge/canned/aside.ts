import type { AsideChange, HandIn, SetAside, WaitingChange } from '../commands'

const NOW = Date.now()

function card(change: Partial<WaitingChange>, more: Partial<AsideChange> = {}): AsideChange {
  return {
    change: { change_id: 'c1', kind: 'save_visit_v1', title: '杨海军', visit_id: 'v4', household_id: null, problem_id: null, entry_id: null, made_ms: NOW - 9_000_000, delivery: 'parked', code: 'stale', field: null, attempts: 1, ...change },
    behind: 0, editable: false, last_attempt_ms: NOW - 600_000, county_since_ms: null, county_note: null, taken_back_ms: null, taken_back_reason: null,
    ...more,
  }
}

export function setAside(empty: boolean): SetAside {
  if (empty) return { refused: [], at_county: [], photos: [], taken_back: [] }
  return {
    refused: [card({}, { editable: true, behind: 1 })],
    photos: [{ photo_id: 'ph1', visit_id: 'v5', title: '陈玉梅', taken_ms: NOW - 5_000_000, code: 'digest_mismatch', attempts: 3 }],
    at_county: [
      card({ change_id: 'c2', title: '王秀英', delivery: 'quarantined', code: 'assignment_closed' }, { county_since_ms: NOW - 86_400_000, county_note: '正在核对帮扶关系' }),
      card({ change_id: 'c3', title: '李春燕', kind: 'void_visit_v1', delivery: 'held', code: null }, { county_since_ms: NOW - 3_600_000 }),
    ],
    taken_back: [card({ change_id: 'c4', title: '赵德旺' }, { taken_back_ms: NOW - 120_000, taken_back_reason: '重复记录' })],
  }
}

export function handIn(safe: boolean): HandIn {
  const base = { county: '云岭县', checked_ms: NOW, recorded: 78, photos: 41 }
  if (safe) return { ...base, safe, verified: 78, outstanding: 0, photos_verified: 41, left: [], proved_ms: NOW, proved_count: 78 }
  return {
    ...base, safe, verified: 71, outstanding: 7, photos_verified: 38, proved_ms: NOW - 3 * 86_400_000, proved_count: 64,
    left: [
      { what: 'parked', title: '杨海军', visit_id: 'v4', problem_id: null, entry_id: null, count: 1, code: 'stale' },
      { what: 'draft', title: '陈玉梅', visit_id: 'v3', problem_id: null, entry_id: null, count: 1, code: null },
      { what: 'queued', title: '赵德旺', visit_id: 'v6', problem_id: null, entry_id: null, count: 1, code: null },
      { what: 'quarantined', title: '王秀英', visit_id: 'v7', problem_id: null, entry_id: null, count: 1, code: 'assignment_closed' },
      { what: 'photo', title: '陈玉梅', visit_id: 'v5', problem_id: null, entry_id: null, count: 3, code: null },
    ],
  }
}
