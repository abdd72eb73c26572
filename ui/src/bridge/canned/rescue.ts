import type { Rescue } from '../commands'
import { NOW } from './people'

const DAY = 24 * 60 * 60 * 1000

/** A phone without a network: a file of its own, and others' files in every state. */
export function rescue(empty: boolean): Rescue {
  if (empty) return { changes: 0, photos: 0, bytes: 0, can_export: true, exporting: null, exported: [], carried: [] }
  const carried = { made_ms: NOW - 3 * DAY, bytes: 3_400_000, changes: 14, photos: 9, parts: 21, code: null }
  return {
    changes: 12,
    photos: 18,
    bytes: 6_200_000,
    can_export: true,
    exporting: null,
    exported: [{ bundle_id: 'b1', file_name: 'ruhu-20261117-4f2a9c.ruhu', made_ms: NOW - DAY, bytes: 4_100_000, changes: 8, photos: 12 }],
    carried: [
      { ...carried, bundle_id: 'c1', arrived_ms: NOW - 3600_000, state: 'waiting', proved: 0 },
      { ...carried, bundle_id: 'c2', arrived_ms: NOW - 2 * DAY, state: 'delivered', proved: 21 },
      { ...carried, bundle_id: 'c3', arrived_ms: NOW - 4 * DAY, state: 'refused', proved: 0, code: 'bundle_device' },
    ],
  }
}
