import type { Overview } from '../api'
import { now } from './people'

const towns = ['桃源镇', '云台乡', '青岩镇', '白塔镇', '石桥乡', '柳林镇', '龙泉镇', '双河乡', '永兴镇', '清水乡', '高台镇', '东坪乡', '西坡镇', '南川镇', '北岭乡', '中山镇']

export const overview: Overview = {
  date: new Date(now + 8 * 3_600_000).toISOString().slice(0, 10), period: '2026-H2', households: 2413, visited_submitted: 1688, visited_approved: 1402,
  today: { visits: 96, photos: 281, batches: 11, accepted: 64, active_phones: 83 }, waiting_captain: 47, waiting_county: 128, returned: 19, accepted: 1211, photos_outstanding: 23, aside: 3, contested: 2, room: 'enough', free_bytes: 81_000_000_000,
  problems: [
    { severity: { code: 'critical', zh: '红色', en: 'Red' }, count: 14 }, { severity: { code: 'major', zh: '橙色', en: 'Orange' }, count: 61 },
    { severity: { code: 'minor', zh: '黄色', en: 'Yellow' }, count: 203 }, { severity: { code: 'notice', zh: '蓝色', en: 'Blue' }, count: 88 },
  ],
  towns: towns.map((name, at) => {
    const households = 96 + ((at * 37) % 120)
    const visited_submitted = at === 3 ? households : Math.round(households * (0.5 + ((at * 13) % 45) / 100))
    return { code: `620502${100 + at}`, name, households, visited_submitted, visited_approved: Math.round(visited_submitted * (0.7 + (at % 4) / 14)), problems: (at * 11) % 43 }
  }),
  days: Array.from({ length: 14 }, (_, at) => ({ date: new Date(now + 8 * 3_600_000 - (13 - at) * 86_400_000).toISOString().slice(0, 10), visits: 40 + ((at * 29) % 71), accepted: 20 + ((at * 17) % 52) })),
}
