/** Made-up people, for tests and for looking at the screens during development. */
import type { HouseholdCard, HouseholdPage, HouseholdTag, MemberCard, Me, Place, Status, TaskState, Today, VisitCard } from '../commands'
import { ledgerShelf } from './entries'
import { problemList } from './problems'
import { campaigns, tasks } from './tasks'

/** A fixed hour, so that tests and pictures are alike every day. */
export const NOW = Date.UTC(2026, 10, 18, 2, 26)

const NAMES = ['王秀英', '李建国', '张桂兰', '刘志强', '陈玉梅', '杨海军', '赵春花', '黄永福', '周小红', '吴德明', '徐兰芳', '孙长青', '马玉珍', '朱国平', '胡爱华']
const TASKS: TaskState[] = ['overdue', 'due', 'due', 'upcoming', 'done', 'due', 'upcoming', 'done', 'done', 'due', 'upcoming', 'done', 'upcoming', 'done', 'upcoming']

export function status(): Status {
  return {
    phase: 'ready',
    settings: { language: 'zh', text_percent: 100, high_contrast: false, photos_on_wifi_only: false },
    person: { person_id: 'p1', name: '赵明', unit: '县水务局', county: '云岭县', team: '石桥村驻村工作队', captain: true },
    manual_location: true,
    has_pin: true,
    app_version: '0.1.0',
    update_wanted: new URLSearchParams(location.search).has('old'),
    returned: 1,
    unsent: 2,
    to_review: 3,
    room: 'enough',
    reached: null,
  }
}

export function households(): HouseholdCard[] {
  return Array.from({ length: 120 }, (_, at): HouseholdCard => {
    const task = TASKS[at % TASKS.length] ?? 'due'
    const marked = at % 3 === 0
    return {
      household_id: `h${at}`,
      head_name: NAMES[at % NAMES.length] ?? '王秀英',
      number_tail: String(1000 + at * 37).slice(-4),
      village: '石桥村',
      group: `第${['一', '二', '三', '四', '五'][at % 5]}组`,
      size: 2 + (at % 5),
      category: marked ? { code: 'sudden', label: at % 2 ? '突发严重困难户' : '脱贫不稳定户' } : null,
      task,
      task_reason: null,
      due_on: task === 'done' ? null : `2026-11-${String(10 + (at % 18)).padStart(2, '0')}`,
      last_visit_on: at % 4 === 1 ? null : '2026-05-12',
      draft: at === 1 ? 'v1' : null,
      contested: at % 40 === 2 ? 1 : 0,
    }
  })
}

export function householdTags(): HouseholdTag[] {
  const tag = (tag: string, label: string, count: number): HouseholdTag => ({ tag, group: tag.slice(0, tag.indexOf('.')), label, households: count })
  return [
    tag('monitor.unstable', '脱贫不稳定户', 20), tag('monitor.sudden', '突发严重困难户', 20),
    tag('base.exited', '脱贫户', 96), tag('base.general', '一般农户', 24),
    tag('risk.illness', '因病', 18), tag('risk.unstable_job', '因务工就业不稳', 12), tag('risk.schooling', '因学', 4),
    tag('welfare.dibao', '低保', 31), tag('welfare.tekun_dispersed', '特困分散供养', 6),
    tag('member.elder', '有60岁以上老人', 74), tag('member.child', '有未成年人', 52), tag('member.away', '有外出务工', 40),
    tag('health.chronic', '长期慢性病', 9),
    tag('home.relocated', '易地搬迁', 11),
  ]
}

export function visitCard(id: string, place: Place, at = 0): VisitCard {
  return {
    visit_id: id,
    household_id: `h${at}`,
    head_name: NAMES[at % NAMES.length] ?? '王秀英',
    place_name: `石桥村 第${['一', '二', '三', '四', '五'][at % 5]}组`,
    visitor_name: at % 2 ? '赵明' : '钱文静',
    place,
    revision: place === 'returned' ? 2 : 1,
    ended_ms: place === 'draft' ? null : NOW - at * 5_400_000,
    answered: place === 'draft' ? 14 : 46,
    required: 46,
    photos: 2,
    photos_outstanding: place === 'waiting' ? 2 : 0,
    problems: at % 3,
    comments: place === 'returned' ? 2 : 0,
  }
}

export function today(): Today {
  const all = households()
  const due = all.filter((one) => one.task === 'overdue' || one.task === 'due').slice(0, 8)
  return {
    date: '2026-11-18',
    period: '2026-H2',
    households: all.length,
    owed: all.length,
    visited: 74,
    campaigns: campaigns(),
    drafts: [visitCard('v1', 'draft', 1)],
    returned: [visitCard('v2', 'returned', 2)],
    unsent: [visitCard('v3', 'waiting', 4), visitCard('v4', 'waiting', 5)],
    due,
    due_total: 41,
    to_review: 3,
    contested: 1,
    problems: [...problemList(false).to_do, ...problemList(false).to_verify],
    problems_total: 5,
    deeds_due: 4,
    entries: ledgerShelf(false).to_do,
    entries_total: 2,
  }
}

function member(id: string, name: string, relation: string, gender: string, age: number, more: Partial<MemberCard> = {}): MemberCard {
  return {
    member_id: id, name, relation, age,
    id_number_masked: '530325********4127',
    gender: { code: gender, label: gender === '1' ? '男' : '女' },
    education: null, school: null, health: [], labor: null, work: null, company: null, active: true,
    medins: { code: 'resident', label: '城乡居民基本医疗保险' }, pension: age >= 60 ? { code: 'receiving', label: '已领取养老金' } : null, disability: null, ethnicity: null, guardian: null,
    phone_masked: age >= 60 ? '138****4127' : null, phone: age >= 60 ? '13800004127' : null, change: null, changed_on: null,
    ...more,
  }
}

export function household(id: string): HouseholdPage {
  const card = households().find((one) => one.household_id === id) ?? households()[0]
  if (!card) throw new Error('no canned households')
  return {
    card,
    tasks: tasks(card),
    number: `53032510420${card.number_tail}`,
    address: `云岭县 青石镇 ${card.village} ${card.group}`,
    phone_masked: '138****4127',
    phone: '13800004127',
    base_type: { code: 'exited', label: '脱贫户' },
    monitor_since: card.category ? '2023-06-01' : null,
    risks: card.category ? [{ code: 'illness', label: '因病' }, { code: 'unstable_job', label: '因务工就业不稳' }] : [],
    risk_eliminated: false, eliminated_on: null, ended_on: null,
    welfare: [{ code: 'dibao', label: '低保' }],
    net_income_fen: 3_846_000,
    percap_fen: 961_500,
    risks_hidden: 0,
    relocated: card.household_id === 'h0',
    no_labor: false,
    county: '云岭县',
    town: '青石镇',
    helpers: [
      { name: '赵明', unit: '县水务局', phone: '13900001234', primary: true, from: '2025-03-01', to: '2026-12-31', planned: false },
      { name: '钱文静', unit: '县文旅局', phone: null, primary: false, from: '2026-01-01', to: null, planned: false },
    ],
    captain: { name: '孙立', unit: '县委办公室', phone: null, primary: false, from: '', to: null, planned: false },
    labor_count: 2,
    shows_health: true,
    members_ill: 1,
    photos: [],
    history: [
      { at_ms: NOW, kind: 'visit', what: '', of: '赵明', record_id: 'v3' },
      { at_ms: NOW - 86_400_000, kind: 'problem', what: '缺少应季衣物 · 整改中', of: '孙立', record_id: 'q1' },
      { at_ms: NOW - 9 * 86_400_000, kind: 'facts', what: '联系电话、住址', of: '', record_id: 'h0' },
      { at_ms: NOW - 40 * 86_400_000, kind: 'facts', what: '务工地点', of: '王大勇', record_id: 'h0' },
    ],
    members: [
      member('m1', card.head_name, '户主', '2', 58, { health: [{ code: 'chronic', label: '长期慢性病' }], labor: { code: 'weak', label: '弱劳动力' } }),
      member('m2', '王大勇', '之子', '1', 34, { labor: { code: 'full', label: '普通劳动力' }, work: { code: 'province', label: '省外务工' } }),
      member('m3', '王小雨', '之孙女', '2', 12, { school: { code: 'primary', label: '小学' } }),
      member('m4', '王老根', '配偶', '1', 61, { active: false }),
    ],
    visits: [visitCard('v3', 'county_accepted', 0), visitCard('v5', 'captain_approved', 0)],
    problems: card.household_id === 'h0' ? problemList(false).to_do.slice(0, 1) : [],
    problems_closed: card.household_id === 'h0' ? 1 : 0,
    lat: 25.49012,
    lon: 103.79621,
    facts_waiting: card.contested ? 2 : 0,
  }
}

export function me(): Me {
  return {
    sync: { running: false, last_success_ms: NOW - 7_200_000, last_attempt_ms: NOW - 600_000, last_error: 'offline', next_in_s: 220, needs_person: false },
    waiting: [
      { change_id: 'c1', kind: 'save_visit_v1', title: '走访陈玉梅家', visit_id: 'v3', household_id: null, problem_id: null, entry_id: null, made_ms: NOW - 3_600_000, delivery: 'queued', code: null, field: null, attempts: 2 },
      { change_id: 'c2', kind: 'save_visit_v1', title: '走访杨海军家', visit_id: 'v4', household_id: null, problem_id: null, entry_id: null, made_ms: NOW - 9_000_000, delivery: 'parked', code: 'stale_revision', field: 'revision', attempts: 1 },
    ],
    photos_waiting: 4,
    photos_waiting_bytes: 1_240_000,
    photos_for_wifi: 3,
    recorded: 78,
    verified: 76,
    database_bytes: 5_400_000,
  }
}


