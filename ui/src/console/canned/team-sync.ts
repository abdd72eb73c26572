import type { TeamSyncList, TeamSyncMember } from '../api'

const now = Date.now()
const minute = 60_000
const hour = 60 * minute

function member(id: string, name: string, unit: string, more: Partial<TeamSyncMember> = {}): TeamSyncMember {
  return { person_id: id, name, unit, captain: false, phones: 1, contact_ms: now - 26 * minute, reported: { visits: 0, changes: 0, photos: 0, at_ms: now - 3 * hour }, photos_missing: 0, to_review: 0, ...more }
}

export function teamSync(): TeamSyncList {
  return {
    teams: [
      { team_id: 't1', village: '上河村', town: '桃源镇', reviewers: ['孙建国'], members: [
        member('p2', '李春燕', '桃源镇卫生院', { contact_ms: now - 5 * hour, reported: { visits: 3, changes: 1, photos: 8, at_ms: now - 5 * hour }, photos_missing: 4, to_review: 2 }),
        member('p8', '王建军', '县林业局', { contact_ms: null, reported: null, phones: 0 }),
        member('p1', '赵明德', '县水务局', { captain: true, to_review: 1 }),
      ] },
      { team_id: 't2', village: '石门村', town: '云台乡', reviewers: [], members: [
        member('p4', '马秀英', '县教育局', { reported: null, contact_ms: now - 2 * hour }),
        member('p5', '周文斌', '县农业农村局', { captain: true, contact_ms: now - 96 * hour, reported: { visits: 0, changes: 0, photos: 12, at_ms: now - 96 * hour }, photos_missing: 12 }),
      ] },
    ],
    next: null,
  }
}
