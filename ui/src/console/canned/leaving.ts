import type { LeaveForm, LeavePreview } from '../api'
import { now, people } from './people'

// Invented people and places throughout: nothing here exists.
const hour = 3_600_000
const nameOf = (id: string | null | undefined) => people.people.find((one) => one.person_id === id)?.name ?? null

/** What would become of everything, with whom the form names. */
export function leavePreview(form: LeaveForm): LeavePreview {
  const heirOf = (village: string) => form.by_village.find((one) => one.village_code === village)?.person_id ?? form.successor_id
  const upper = nameOf(heirOf('620502103204'))
  const lower = nameOf(heirOf('620502103205'))
  const lacks = (name: string | null) => (name === null ? 'successor_needed' : null)
  const home = (n: number, head_name: string, village: string, name: string | null, primary = true) => ({
    household_id: `h${n}`, number: `62050210${n}`, head_name, village, primary, becomes: primary ? 'handed_over' : 'ends', successor_name: primary ? name : null, planned: null, refused: primary ? lacks(name) : null,
  })
  /** One that was to go to somebody else after the last day. */
  const promised = { ...home(5, '赵秀英', '桃源镇 · 上河村', form.planned === 'keep' ? '孙志强' : upper), planned: { name: '孙志强', from: '2027-01-10' }, refused: form.planned === 'keep' ? null : form.planned === 'replace' ? lacks(upper) : 'planned_to_another' }
  const gain = (id: string | null | undefined, households: number, problems: number, teams: number) => (id ? [{ person_id: id, name: nameOf(id) ?? '', households, co_households: 0, problems, teams }] : [])
  const both = heirOf('620502103204') === heirOf('620502103205')
  return {
    households: [home(1, '王建国', '桃源镇 · 上河村', upper), home(2, '张桂兰', '桃源镇 · 上河村', upper), home(3, '刘根生', '桃源镇 · 石门村', lower), home(4, '何玉梅', '桃源镇 · 石门村', null, false), promised],
    teams: [{ team_id: 't1', village: '桃源镇 · 上河村', leads: true, successor_name: upper, refused: lacks(upper) }],
    problems: [{ problem_id: 'q1', number: '620502-2026-00031', title: '饮水水质不达标', village: '桃源镇 · 上河村', successor_name: upper, refused: lacks(upper) }],
    roles: [{ role: 'captain', area: '桃源镇 · 上河村', successor_name: upper }, { role: 'cadre', area: '桃源镇 · 上河村', successor_name: null }],
    villages: [{ code: '620502103204', name: '桃源镇 · 上河村', households: 2, problems: 1, leads: true }, { code: '620502103205', name: '桃源镇 · 石门村', households: 2, problems: 0, leads: false }],
    gains: both ? gain(form.successor_id, 3, 1, 1) : [...gain(heirOf('620502103204'), 2, 1, 1), ...gain(heirOf('620502103205'), 1, 0, 0)],
    notices: upper ? [{ person_id: 'p2', name: upper, households: 17, quota: 6, load: 'over_quota' }] : [],
    phones: [{ device_id: 'd1', name: '荣耀 X50', contact_ms: now - 3 * hour, reported: { visits: 2, changes: 1, photos: 9, at_ms: now - 3 * hour } }, { device_id: 'd2', name: '红米 Note 9', contact_ms: now - 9 * 24 * hour, reported: null }],
    returned_visits: 1, can: upper !== null && lower !== null && form.planned !== null, seen: 'c0ffee',
  }
}
