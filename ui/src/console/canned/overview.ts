import type { AreaFigures, AreaRow, Overview } from '../api'
import { now } from './people'

const towns = ['桃源镇', '云台乡', '青岩镇', '白塔镇', '石桥乡', '柳林镇', '龙泉镇', '双河乡', '永兴镇', '清水乡', '高台镇', '东坪乡', '西坡镇', '南川镇', '北岭乡', '中山镇']
const villages = ['上庄村', '下庄村', '河湾村', '柳沟村', '新民村', '东坪村']

function figures(seed: number, households: number): AreaFigures {
  const visited_submitted = seed % 9 === 3 ? households : Math.round(households * (0.46 + ((seed * 13) % 50) / 100))
  const problems_open = (seed * 11) % 23
  return {
    households, visited_submitted, visited_approved: Math.round(visited_submitted * (0.7 + (seed % 4) / 14)), not_visited: households - visited_submitted, overdue: (seed * 5) % 9, problems_open,
    problems_overdue: Math.floor(problems_open / 5), waiting_captain: (seed * 3) % 7, waiting_county: (seed * 7) % 13,
  }
}

export const cannedVillages: AreaRow[] = towns.flatMap((_, town) =>
  villages.slice(0, 4 + (town % 3)).map((name, at) => ({ code: `620502${100 + town}${200 + at}`, name, ...figures(town * 7 + at * 3, 18 + ((town * 37 + at * 11) % 40)) })))

const keys = ['households', 'visited_submitted', 'visited_approved', 'not_visited', 'overdue', 'problems_open', 'problems_overdue', 'waiting_captain', 'waiting_county'] as const
const sum = (rows: AreaFigures[]) => Object.fromEntries(keys.map((key) => [key, rows.reduce((total, row) => total + row[key], 0)])) as unknown as AreaFigures
const day = (ago: number) => new Date(now + 8 * 3_600_000 - ago * 86_400_000).toISOString().slice(0, 10)
const whole = sum(cannedVillages)
const open = whole.problems_open
const to = (share: number) => Math.round(open * share)

export const overview: Overview = {
  date: day(0), period: '2026-H2', ...whole,
  campaigns: [{ campaign_id: 'c1', title: '防返贫动态监测冬季大排查', ends: day(-9), required_coverage: 100, households: whole.households - 31, visited_submitted: Math.round(whole.households * 0.42), visited_approved: Math.round(whole.households * 0.31) }],
  problems: { open, unassigned: to(0.22), under_way: open - to(0.22) - to(0.12) - to(0.03), to_verify: to(0.12), to_sign_off: to(0.03), overdue: whole.problems_overdue, week: to(0.31), fortnight: to(0.27), month: to(0.24), older: open - to(0.31) - to(0.27) - to(0.24) },
  batches: { waiting: 11, oldest_ms: now - 3 * 86_400_000 - 5_000_000 }, phones: { day: 83, week: 121, silent: 6 },
  today: { visits: 96, photos: 281, batches: 11, accepted: 64 }, returned: 19, accepted: 1211, photos_outstanding: 23, visits_missing_photos: 9, aside: 3, contested: 2, room: 'enough', free_bytes: 81_000_000_000,
  towns: towns.map((name, at) => ({ code: `620502${100 + at}`, name, ...sum(cannedVillages.filter((one) => one.code.startsWith(`620502${100 + at}`))) })),
  days: Array.from({ length: 14 }, (_, at) => ({ date: day(13 - at), visits: 40 + ((at * 29) % 71), accepted: 20 + ((at * 17) % 52) })),
}
