import type { BundleList, BundleResult } from '../api'

const DAY = 24 * 60 * 60 * 1000
const now = Date.now()

export const bundles: BundleList = {
  bundles: [
    { bundle_id: 'b1', person_name: '赵明', made_ms: now - 3 * DAY, received_ms: now - DAY, via_name: '李建国', via_console: false, parts: 21, parts_all: 21, changes_new: 14, changes_known: 0, changes_aside: 0, photos_new: 9, photos_known: 0 },
    { bundle_id: 'b2', person_name: '杨海军', made_ms: now - 9 * DAY, received_ms: now - 2 * DAY, via_name: '周敏', via_console: true, parts: 7, parts_all: null, changes_new: 3, changes_known: 5, changes_aside: 2, photos_new: 0, photos_known: 4 },
  ],
}

export const broughtResult: BundleResult = {
  bundle_id: 'b3', person_name: '陈玉梅', made_ms: now - DAY, parts: 11, parts_lost: 1, changes_new: 6, changes_known: 2, changes_aside: 1, photos_new: 8, photos_known: 3, code: 'bundle_damaged',
}
