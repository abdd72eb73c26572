/** A captain's desk, made up. Decisions move visits from one list to the next, as they do on a phone. */
import type { Answers } from '../canned'
import type { BatchCard, BatchPage, Decided, Decision, PhotoDetails, ReviewPage, ReviewQueue, TeamPage, PersonSync, VisitCard } from '../index'
import { households, NOW, visitCard } from './people'
import { problemList } from './problems'
import { campaigns } from './tasks'
import { finishedForm } from './visits'

const BATCHES: BatchCard[] = [
  { batch_id: 'b1', state: 'waiting', visits: 6, accepted: 0, returned: 0, sent_ms: NOW - 3_600_000 },
  { batch_id: 'b2', state: 'partially_accepted', visits: 14, accepted: 12, returned: 2, sent_ms: NOW - 86_400_000 },
]

export function reviewQueue(): ReviewQueue {
  return {
    waiting: [visitCard('r1', 'received', 2), { ...visitCard('r2', 'received', 6), photos_outstanding: 1 }, visitCard('r3', 'received', 8)],
    approved: [{ ...visitCard('r4', 'captain_approved', 10), photos_outstanding: 2 }, visitCard('r5', 'captain_approved', 12)],
    returned: [visitCard('r6', 'returned', 14)],
    batches: BATCHES,
    own: [{ card: { ...visitCard('r9', 'received', 16), visitor_name: '孙志强' }, reviewers: ['周国栋'] }],
    decided: [decided(visitCard('r7', 'received', 18), 'approve', 0)],
    superseded: [{ change_id: 'c8', card: visitCard('r8', 'returned', 20), decision: 'approve', decided_ms: NOW - 5_400_000, code: 'not_from_here', newer_revision: null, by: '周国栋', theirs: 'return', at_ms: NOW - 7_200_000 }],
  }
}

function emptyQueue(): ReviewQueue {
  return { waiting: [], approved: [], returned: [], batches: [], own: [], decided: [], superseded: [] }
}

function decided(card: VisitCard, decision: Decision, agoMs: number): Decided {
  return { change_id: `c-${card.visit_id}`, card, decision, decided_ms: NOW - agoMs, takes_back: true, in_batch: false }
}

export function reviewPage(visitId: string, queue: ReviewQueue = reviewQueue()): ReviewPage {
  const own = queue.own.find((one) => one.card.visit_id === visitId)
  const known = [...queue.waiting, ...queue.approved, ...queue.returned].find((one) => one.visit_id === visitId)
  const card = own?.card ?? known ?? visitCard(visitId, 'received', 2)
  const waits = queue.waiting.some((one) => one.visit_id === visitId)
  return {
    card,
    moves: own ? [] : waits ? ['approve', 'return'] : card.place === 'captain_approved' ? ['return'] : [],
    own: own !== undefined,
    reviewers: own?.reviewers ?? [],
    decided: queue.decided.find((one) => one.card.visit_id === visitId) ?? null,
    form: { ...finishedForm(visitId), head_name: card.head_name },
    has_previous: visitId !== 'r3',
    changed: visitId === 'r3' ? [] : [
      { item: 'seasonal_clothing', label: '一年四季有应季衣物', member_name: null, before: '是', now: '否' },
      { item: 'medins_year', label: '参保年度', member_name: '王大勇', before: '2025', now: '2026' },
    ],
    flags: visitId === 'r3' ? [] : ['location_far', 'reused_photo', 'imported_photo', 'contradiction'],
    sketch: visitId === 'r3' ? { distance_m: 6, bearing_deg: 0, accuracy_m: 12, far_m: 1000 } : { distance_m: 1320, bearing_deg: 52, accuracy_m: 85, far_m: 1000 },
    return_reasons: [{ code: 'photo_missing', label: '照片缺失/不合格' }, { code: 'incomplete', label: '内容不完整' }, { code: 'contradiction', label: '前后矛盾/与系统数据不一致' }, { code: 'other', label: '其他' }],
  }
}

function person(id: string, name: string, unit: string, more: Partial<PersonSync> = {}): PersonSync {
  return { person_id: id, name, unit, captain: false, me: false, known: true, phones: 1, contact_ms: NOW - 40 * 60_000, reported: { visits: 0, changes: 0, photos: 0, at_ms: NOW - 3_600_000 }, photos_missing: 0, to_review: 0, ...more }
}

export function teamPage(empty = false): TeamPage {
  return {
    teams: empty ? [] : [{
      team_id: 't1', village: '石桥村', town: '青石镇',
      members: [
        person('p1', '陈晓梅', '县教育局', { contact_ms: null, reported: null, phones: 0 }),
        person('p2', '钱文静', '县农业农村局', { reported: { visits: 3, changes: 1, photos: 8, at_ms: NOW - 2 * 3_600_000 }, contact_ms: NOW - 2 * 3_600_000, photos_missing: 4, to_review: 2 }),
        person('p3', '孙志强', '县委办', { captain: true, me: true }),
        person('p4', '吴小军', '县水务局', { known: false, phones: 0, contact_ms: null, reported: null }),
        person('p5', '赵明', '县财政局', { to_review: 1 }),
      ],
      coverage: null,
    }],
    heard_ms: empty ? null : NOW - 25 * 60_000,
    now_ms: NOW,
    coverage: empty ? null : { period: '2026-H2', days_left: 43, due: 120, approved: 61, submitted: 13, not_visited: 46 },
    campaigns: empty ? [] : campaigns().slice(0, 1).map((card) => ({ card, approved: 58 })),
    problems: empty ? [] : problemList(false).to_do.slice(0, 2),
    problems_total: empty ? 0 : 2,
  }
}

/** Who leads a town has its villages' figures from the county, not their households. */
export function townPage(): TeamPage {
  const page = teamPage()
  const village = (at: number, name: string, due: number, visited: number, approved: number): TeamPage['teams'][number] => ({
    team_id: `t${at}`, village: name, town: '青石镇', members: [person(`p${at}`, '周国栋', '县教育局', { captain: true })], coverage: { period: '2026-H2', due, visited, approved },
  })
  const last = { ...village(4, '小河沿村', 0, 0, 0), coverage: null }
  return { ...page, coverage: null, campaigns: [], teams: [village(1, '石桥村', 120, 74, 61), village(2, '上营村', 86, 86, 80), village(3, '大坝村', 64, 12, 0), last] }
}

export function batchPage(id: string): BatchPage {
  const card = BATCHES.find((one) => one.batch_id === id) ?? { batch_id: id, state: 'waiting', visits: 2, accepted: 0, returned: 0, sent_ms: NOW }
  const isHere = card.state === 'waiting'
  const outcome = (at: number): string => (isHere ? 'waiting' : at < 2 ? 'returned' : 'accepted')
  return {
    card, code: null, change_id: isHere ? `c-${id}` : null, takes_back: isHere,
    receipt: isHere ? null : { number: 48_213, received_ms: NOW - 86_000_000 },
    received_ms: isHere ? null : NOW - 86_000_000,
    visits: Array.from({ length: card.visits }, (_, at) => ({ card: visitCard(`s${at}`, isHere ? 'captain_approved' : 'county_accepted', at + 3), outcome: outcome(at) })),
  }
}

function photoDetails(photoId: string): PhotoDetails {
  return {
    photo_id: photoId, visit_id: 'r1', kind: { code: 'visit_scene', label: '入户现场' }, item_label: '入户现场照片', taken_ms: NOW - 3_600_000,
    place: '云岭县青石镇石桥村第三组', coordinates: 'N25.49034 E103.79655 ±85m WGS-84', accuracy_m: 85, quality: 'fair', manual: false, mock: false,
    distance_m: 1320, bearing_deg: 52, visitor: '钱文静 县农业农村局', head_name: '张**', number_tail: '0021', check_code: '7F3A91C2', bytes: 312_000, width: 1600, height: 1200,
    imported: false, exif: null, delivery: 'verified', sent_percent: 100, verified_ms: NOW - 1_800_000, blurred: 0, can_blur: false, boxed: null,
  }
}

/** What the captain's commands answer; the queue is remembered for as long as the page is open. */
export function reviewAnswers(query: URLSearchParams): Answers {
  let queue = query.has('empty') ? emptyQueue() : reviewQueue()
  const team = (): TeamPage => (query.has('town') ? townPage() : teamPage(query.has('empty')))
  return {
    review_queue: () => queue,
    review_page: ({ visit_id }) => reviewPage(visit_id, queue),
    decide: ({ visit_id, decision }) => {
      const card = queue.waiting.find((one) => one.visit_id === visit_id)
      if (card) {
        const rest = queue.waiting.filter((one) => one !== card)
        queue = { ...queue, waiting: rest, decided: [decided(card, decision, 0), ...queue.decided], ...(decision === 'approve' ? { approved: [...queue.approved, card] } : { returned: [...queue.returned, card] }) }
      }
      return queue
    },
    withdraw_decision: ({ change_id }) => {
      const back = queue.decided.find((one) => one.change_id === change_id)
      const without = (list: VisitCard[]) => list.filter((one) => one.visit_id !== back?.card.visit_id)
      queue = {
        ...queue,
        decided: queue.decided.filter((one) => one !== back),
        superseded: queue.superseded.filter((one) => one.change_id !== change_id),
        waiting: back ? [back.card, ...queue.waiting] : queue.waiting,
        approved: without(queue.approved), returned: without(queue.returned),
      }
      return queue
    },
    send_batch: () => (queue = { ...queue, approved: [] }),
    batch_page: ({ batch_id }) => batchPage(batch_id),
    photo_details: ({ photo_id }) => photoDetails(photo_id),
    team,
    ask_team: () => {
      if (query.has('offline')) throw { code: 'offline' }
      return { ...team(), heard_ms: query.has('empty') ? null : NOW }
    },
    covered: ({ part }) => {
      const found = query.has('empty') ? [] : households().filter((one) => (part === 'not_visited') !== (one.task === 'done')).slice(0, 12)
      return { period: '2026-H2', total: found.length, households: found }
    },
  }
}
